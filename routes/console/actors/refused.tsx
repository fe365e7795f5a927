/**
 * Why a command was refused, and what to do about it.
 *
 * @module
 */
import type { Markup } from "../page.ts";
import { FactsList } from "../parts/facts_list.tsx";
import type { CommandForm } from "./command_fields.ts";
import { hrefTo, type Look } from "./look.ts";
import type { Told } from "../shown.ts";
import { spaced, valueWords } from "../parts/words.ts";

/**
 * The rule with the values that it was held against, and the way to the command's form: its body is
 * not kept. Nothing for an accepted command.
 */
export function Refused({ look, told, forms }: {
  readonly look: Look;
  readonly told: Told;
  readonly forms: ReadonlyArray<CommandForm>;
}): Markup | null {
  const { refusal, version, type } = told;
  if (refusal === null) return null;
  const { code, rule, operands, advice } = refusal;
  const form = forms.find((one) => one.type === type);
  const query = { tab: "commands", try: form?.verb ?? "", "as-of": String(version) };
  return (
    <>
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
      {form !== undefined && <a href={hrefTo(look, query, "#try")}>Try it out again</a>}
    </>
  );
}
