/**
 * What stands above the tabs of every actor: what it is now, and the ways to its versions.
 *
 * @module
 */
import type { Child } from "hono/jsx";
import type { Markup } from "../page.ts";
import { customerHref } from "../parts/actor_link.tsx";
import { Status } from "../parts/status.tsx";
import { Time } from "../parts/time.tsx";
import { spaced } from "../parts/words.ts";
import { orNull } from "../visit.ts";
import { hrefTo, type Look, versionIn } from "./look.ts";
import type { Delivery, List, Ticket } from "../shown.ts";
import { syncWords, waitingSince } from "./words.ts";

/** Deliveries that are looked at for the oldest open one. */
const LOOKED_AT_MAX = 100;

/** Name, status and versions; `children` are what one kind has to say. */
export function Header({ look, status, children }: {
  readonly look: Look;
  readonly status: string;
  readonly children?: Child;
}): Markup {
  const { subject, id } = look;
  return (
    <>
      <h1>
        {spaced(subject.kind)} {id} <Status word={status} />
      </h1>
      {children}
      <Versions look={look} />
    </>
  );
}

function Versions({ look }: { readonly look: Look }): Markup {
  const { version, visit, path } = look;
  const { shown, unknown } = versionIn(look);
  const to = (v: number) => hrefTo(look, { tab: "state", v: String(v) });
  return (
    <>
      {unknown !== null && (
        <p class="note bad">
          <span aria-hidden="true">✖</span> There is no version{" "}
          <code>{unknown}</code>: this is the newest, {version}.
        </p>
      )}
      <p class="outlets">
        <span>
          {shown === version ? `Version ${version}` : `Version ${shown} of ${version}`}
        </span>
        {shown > 1 && <a href={to(shown - 1)} data-key="[">Before</a>}
        {shown < version && <a href={to(shown + 1)} data-key="]">After</a>}
        <a href={`${to(shown)}#changes`} data-key="d">What it changed</a>
        {visit.caller.scopes.has("debug:read") && (
          <a href={`/console${path}/support-bundle`} download>Support bundle</a>
        )}
      </p>
    </>
  );
}

/** The gate's side, in words; since when it owes an answer, if the key may see deliveries. */
export async function gateWords(look: Look, sync: Ticket["sync"]): Promise<Markup> {
  const { text, isWaiting } = syncWords(sync);
  const found = isWaiting
    ? await orNull(
      look.visit.read<List<Delivery>>(`${look.path}/deliveries?limit=${LOOKED_AT_MAX}`),
    )
    : null;
  const since = found === null ? null : waitingSince(found.data);
  return (
    <>
      {text}
      {since !== null && (
        <>
          {" "}since <Time at={since} />
        </>
      )}
    </>
  );
}

/** Whose it is, and all else of theirs. */
export function Holder({ customerId }: { readonly customerId: string }): Markup {
  return <a href={customerHref(customerId)}>{customerId}</a>;
}

/** What needs a person; `null`: nothing does. */
export function attentionOf(
  { attention, printFault }: Pick<Ticket, "attention" | "printFault">,
): Markup | null {
  const text = attention?.message ?? printFault;
  return text === null ? null : <strong class="status bad">{text}</strong>;
}
