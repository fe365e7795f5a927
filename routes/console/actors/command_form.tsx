/**
 * One command as a form: tried out first, or given for real.
 *
 * @module
 */
import type { Markup } from "../page.ts";
import { spaced } from "../parts/words.ts";
import type { CommandForm, TextField } from "./command_fields.ts";
import { hrefTo, type Look, numberIn } from "./look.ts";

/** Enter presses the first button, which stores nothing. `&as-of=` tries it at a past version. */
export function CommandPanel({ look, form }: {
  readonly look: Look;
  readonly form: CommandForm;
}): Markup {
  const { verb, type, summary, texts, lists, flags, json } = form;
  const back = hrefTo(look, { tab: "commands", try: verb }, "#part");
  return (
    <section class="card" aria-labelledby="try">
      <h3 id="try">{spaced(type)}</h3>
      <p>{summary}</p>
      <form class="command" method="post" action="/console/act">
        <input type="hidden" name="back" value={back} />
        <input type="hidden" name="done" value={`${spaced(type)}: accepted`} />
        {lists.map((name) => <Lines look={look} name={name} />)}
        {texts.map((field) => <TextInput field={field} />)}
        {json === null
          ? flags.map((name) => <Flag name={name} />)
          : <JsonInput json={{ ...json, ...allOff(flags) }} />}
        <Buttons look={look} path={`${look.path}/${verb}`} />
      </form>
    </section>
  );
}

function TextInput(
  { field: { name, isRequired, lengthMax } }: { readonly field: TextField },
): Markup {
  return (
    <label>
      <span>
        {spaced(name)} {!isRequired && <span class="quiet">(may be left empty)</span>}
      </span>
      <input name={name} required={isRequired} maxlength={lengthMax} autocomplete="off" />
    </label>
  );
}

/** Only orders have lists of ids: their lines. */
function Lines({ look: { state }, name }: { readonly look: Look; readonly name: string }): Markup {
  const { lines } = state as { readonly lines: ReadonlyArray<Line> };
  return (
    <fieldset>
      <legend>{spaced(name)}</legend>
      {lines.map(({ lineId, kind, code, status }) => (
        <label class="flag">
          <input type="checkbox" name={`${name}[]`} value={lineId} /> {lineId}: {kind} {code},{" "}
          {status}
        </label>
      ))}
    </fieldset>
  );
}

interface Line {
  readonly lineId: string;
  readonly kind: string;
  readonly code: string;
  readonly status: string;
}

function Flag({ name }: { readonly name: string }): Markup {
  return (
    <label class="flag">
      <input type="checkbox" name="body" value={JSON.stringify({ [name]: true })} /> {spaced(name)}
    </label>
  );
}

function allOff(flags: ReadonlyArray<string>): Readonly<Record<string, boolean>> {
  return Object.fromEntries(flags.map((name) => [name, false]));
}

function JsonInput({ json }: { readonly json: Readonly<Record<string, unknown>> }): Markup {
  const text = JSON.stringify(json, null, 2);
  return (
    <label>
      {Object.keys(json).map(spaced).join(" and ")}, as JSON; this is an example
      <textarea name="body" rows={Math.min(text.split("\n").length + 1, 20)} spellcheck={false}>
        {text}
      </textarea>
    </label>
  );
}

function Buttons({ look, path }: { readonly look: Look; readonly path: string }): Markup {
  const asOf = numberIn(look.visit.url, "as-of");
  const tryAt = `${path}?dryRun=true`;
  return (
    <div class="outlets">
      <button type="submit" name="path" value={tryAt} class="plain">Try it out</button>
      {asOf !== null && (
        <button type="submit" name="path" value={`${tryAt}&version=${asOf}`} class="plain">
          Try it out as of version {asOf}
        </button>
      )}
      <button type="submit" name="path" value={path}>Do it</button>
    </div>
  );
}
