/**
 * Why a command was refused, and what to do about it.
 *
 * @module
 */
import type { Markup } from "../page.ts";
import { FactsList } from "../parts/facts_list.tsx";
import type { Told } from "./shown.ts";
import { spaced, valueWords } from "../parts/words.ts";

/** The rule with the values that it was held against; nothing for an accepted command. */
export function Refused({ told }: { readonly told: Told }): Markup | null {
  const { refusal, version } = told;
  if (refusal === null) return null;
  const { code, rule, operands, advice } = refusal;
  return (
    <FactsList
      facts={[
        ["Rule", rule],
        ...Object.entries(operands).map(([name, value]) =>
          [spaced(name), valueWords(value)] as const
        ),
        ["Judged at version", String(version)],
        ["Advice", <strong>{advice}</strong>],
        ["Code", <code>{code}</code>],
      ]}
    />
  );
}
