/**
 * A state as icon, word and colour, so that no reader depends on one of them.
 *
 * @module
 */
import type { Markup } from "../page.ts";

type Tone = "good" | "busy" | "bad" | "off" | "plain";

const ICONS: Readonly<Record<Tone, string>> = {
  good: "✔",
  busy: "◷",
  bad: "✖",
  off: "○",
  plain: "●",
};

/** Every word of state that the REST surface knows. */
const TONES: Readonly<Record<string, Tone>> = {
  "active": "good",
  "closed": "good",
  "confirmed": "good",
  "delivered": "good",
  "effective": "good",
  "live": "good",
  "ok": "good",
  "open": "good",
  "printed": "good",
  "repaired": "good",
  "barcode-requested": "busy",
  "cancelling": "busy",
  "half-open": "busy",
  "issuing": "busy",
  "partially-printed": "busy",
  "paused": "busy",
  "pending": "busy",
  "proposed": "busy",
  "reissuing": "busy",
  "requested": "busy",
  "retrying": "busy",
  "revoking": "busy",
  "sending": "busy",
  "updating": "busy",
  "waiting": "busy",
  "attention": "bad",
  "blocked": "bad",
  "dead": "bad",
  "disabled": "bad",
  "failed": "bad",
  "failing": "bad",
  "refused": "bad",
  "tripped": "bad",
  "cancelled": "off",
  "deleted": "off",
  "discarded": "off",
  "ignored": "off",
  "none": "off",
  "revoked": "off",
  "skipped": "off",
  "superseded": "off",
  "unprinted": "off",
};

/** `tone` where the word alone does not say whether it is good: an open gate, an open breaker. */
export function Status({ word, tone }: { readonly word: string; readonly tone?: Tone }): Markup {
  const chosen = tone ?? TONES[word] ?? "plain";
  return (
    <span class={`status ${chosen}`}>
      <span aria-hidden="true">{ICONS[chosen]}</span> {word}
    </span>
  );
}
