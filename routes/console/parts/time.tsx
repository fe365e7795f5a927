/**
 * Moments: UTC from the server, the reader's own time where there is script.
 *
 * @module
 */
import type { Markup } from "../page.ts";

/** `at` as RFC 3339 in UTC. The script turns the text into local time; UTC stays in the tooltip. */
export function Time({ at }: { readonly at: string }): Markup {
  return (
    <time datetime={at} title={`${at.slice(0, 19).replace("T", " ")} UTC`}>
      {at.slice(0, 19).replace("T", " ")} UTC
    </time>
  );
}

/** How long something has lasted, in the two largest units: `3 min 20 s`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = Math.floor(ms / 1000);
  const parts = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor(seconds / 3_600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [seconds % 60, "s"],
  ] as const;
  const first = parts.findIndex(([amount]) => amount > 0);
  return parts.slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(" ");
}
