/**
 * One command as a form: tried out first, or given for real.
 *
 * @module
 */
import type { Markup } from "../page.ts";
import type { CommandForm } from "./command_fields.ts";
import { hrefTo, type Look, numberIn } from "./look.ts";
import { spaced } from "../parts/words.ts";

/** Enter presses the first button, which stores nothing. `&as-of=` tries it at a past version. */
export function CommandPanel({ look, form }: {
  readonly look: Look;
  readonly form: CommandForm;
}): Markup {
  const { verb, type, summary, texts, flag, json } = form;
  const path = `${look.path}/${verb}`;
  const asOf = numberIn(look.visit.url, "as-of");
  return (
    <section class="card" aria-labelledby="try">
      <h3 id="try">{spaced(type)}</h3>
      <p>{summary}</p>
      <form class="command" method="post" action="/console/act">
        <input
          type="hidden"
          name="back"
          value={hrefTo(look, { tab: "commands", try: verb }, "#part")}
        />
        <input type="hidden" name="done" value={`${spaced(type)}: accepted`} />
        {texts.map(({ name, isRequired, lengthMax }) => (
          <label>
            {spaced(name)}
            {!isRequired && <span class="quiet">(may be left empty)</span>}
            <input name={name} required={isRequired} maxlength={lengthMax} autocomplete="off" />
          </label>
        ))}
        {flag !== null && (
          <label class="flag">
            <input type="checkbox" name="body" value={JSON.stringify({ [flag]: true })} />{" "}
            {spaced(flag)}
          </label>
        )}
        {json !== null && <JsonField look={look} form={form} json={json} />}
        <div class="outlets">
          <button type="submit" name="path" value={`${path}?dryRun=true`} class="plain">
            Try it out
          </button>
          {asOf !== null && (
            <button
              type="submit"
              name="path"
              value={`${path}?dryRun=true&version=${asOf}`}
              class="plain"
            >
              Try it out as of version {asOf}
            </button>
          )}
          <button type="submit" name="path" value={path}>Do it</button>
        </div>
      </form>
    </section>
  );
}

function JsonField({ look, form: { optional }, json }: {
  readonly look: Look;
  readonly form: CommandForm;
  readonly json: NonNullable<CommandForm["json"]>;
}): Markup {
  const given = JSON.stringify(withOwnLines(look, json), null, 2);
  return (
    <label>
      The rest, as JSON
      {optional.length > 0 && <span class="quiet">(may also have {optional.join(", ")})</span>}
      <textarea name="body" rows={Math.min(given.split("\n").length + 1, 20)} spellcheck={false}>
        {given}
      </textarea>
    </label>
  );
}

/** Lists of line ids name the order's own lines, not those of the example. */
function withOwnLines(
  { state }: Look,
  json: NonNullable<CommandForm["json"]>,
): Readonly<Record<string, unknown>> {
  const { lines } = state as { readonly lines?: ReadonlyArray<{ readonly lineId: string }> };
  if (lines === undefined) return json;
  const own = lines.map(({ lineId }) => lineId);
  const isIds = (value: unknown) =>
    Array.isArray(value) && value.every((one) => typeof one === "string");
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => [name, isIds(value) ? own : value]),
  );
}
