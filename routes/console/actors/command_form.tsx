/**
 * One command as a form: tried out first, or given for real.
 *
 * @module
 */
import type { Markup } from "../page.ts";
import { Fault, Field } from "../parts/field.tsx";
import { Note } from "../parts/note.tsx";
import { spaced } from "../parts/words.ts";
import { type Typed, typedIn } from "../returned.ts";
import type { CommandForm, TextField } from "./command_fields.ts";
import { hrefTo, type Look, numberIn } from "./look.ts";

/**
 * Enter presses the first button, which stores nothing: the form comes back, and can be given for
 * real. `&as-of=` tries it at a past version.
 */
export function CommandPanel({ look, form }: {
  readonly look: Look;
  readonly form: CommandForm;
}): Markup {
  const { verb, type, summary, texts, lists, flags, json } = form;
  const path = `${look.path}/${verb}`;
  const back = hrefTo(look, { tab: "commands", try: verb }, "#try");
  const typed = typedIn(look.visit, path);
  return (
    <section class="card" aria-labelledby="try">
      <h3 id="try">{spaced(type)}</h3>
      <p>{summary}</p>
      {typed.said !== null && <Note said={typed.said} />}
      <form class="command" method="post" action="/console/act">
        <input type="hidden" name="back" value={back} />
        <input type="hidden" name="done" value={`${spaced(type)}: accepted`} />
        {lists.map((name) => <Lines look={look} typed={typed} name={name} />)}
        {texts.map((field) => <TextInput typed={typed} field={field} />)}
        {json === null
          ? flags.map((name) => <Flag typed={typed} name={name} />)
          : <JsonInput typed={typed} json={{ ...json, ...allOff(flags) }} />}
        <Buttons look={look} path={path} />
      </form>
    </section>
  );
}

function TextInput({ typed, field: { name, isRequired, lengthMax } }: {
  readonly typed: Typed;
  readonly field: TextField;
}): Markup {
  return (
    <Field
      typed={typed}
      name={name}
      label={
        <>
          {spaced(name)} {!isRequired && <span class="quiet">(may be left empty)</span>}
        </>
      }
      required={isRequired}
      maxlength={lengthMax}
    />
  );
}

/** Only orders have lists of ids: their lines. */
function Lines({ look: { state }, typed, name }: {
  readonly look: Look;
  readonly typed: Typed;
  readonly name: string;
}): Markup {
  const { lines } = state as { readonly lines: ReadonlyArray<Line> };
  return (
    <fieldset>
      <legend>{spaced(name)}</legend>
      {lines.map(({ lineId, kind, code, status }) => (
        <label class="flag">
          <input
            type="checkbox"
            name={`${name}[]`}
            value={lineId}
            checked={typed.isTicked(`${name}[]`, lineId)}
          />{" "}
          {lineId}: {kind} {code}, {status}
        </label>
      ))}
      <Fault typed={typed} name={name} />
    </fieldset>
  );
}

interface Line {
  readonly lineId: string;
  readonly kind: string;
  readonly code: string;
  readonly status: string;
}

function Flag({ typed, name }: { readonly typed: Typed; readonly name: string }): Markup {
  const value = JSON.stringify({ [name]: true });
  return (
    <label class="flag">
      <input type="checkbox" name="body" value={value} checked={typed.isTicked("body", value)} />
      {" "}
      {spaced(name)}
    </label>
  );
}

function allOff(flags: ReadonlyArray<string>): Readonly<Record<string, boolean>> {
  return Object.fromEntries(flags.map((name) => [name, false]));
}

function JsonInput({ typed, json }: {
  readonly typed: Typed;
  readonly json: Readonly<Record<string, unknown>>;
}): Markup {
  const text = typed.text("body", JSON.stringify(json, null, 2));
  const faulty = ["body", ...Object.keys(json)].filter((name) => typed.fault(name) !== null);
  return (
    <label>
      {Object.keys(json).map(spaced).join(" and ")}, as JSON; this is an example
      <textarea
        name="body"
        rows={Math.min(text.split("\n").length + 1, 20)}
        spellcheck={false}
        aria-invalid={faulty.length > 0}
      >
        {text}
      </textarea>
      {faulty.map((name) => <Fault typed={typed} name={name} />)}
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
