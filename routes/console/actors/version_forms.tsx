/**
 * The ways to a version: a slider, two numbers, a moment. Each works without script.
 *
 * @module
 */
import type { Markup } from "../page.ts";
import type { Look } from "./look.ts";

interface FormsProps {
  readonly look: Look;
  readonly v: number;
  readonly compared: number;
  /** As the address has it, percent-encoded; `null`: the version was asked for by its number. */
  readonly at: string | null;
}

/** The script sends the slider's form when the slider has come to rest. */
export function VersionForms({ look: { version, visit }, v, compared, at }: FormsProps): Markup {
  const action = visit.url.pathname;
  const moment = at === null ? "" : decodeURIComponent(at).slice(0, 16);
  return (
    <div class="versions">
      <form action={`${action}#slider`} data-slider>
        <input type="hidden" name="tab" value="state" />
        <label>
          <span>
            Version <output>{v}</output> of {version}
          </span>
          <input id="slider" type="range" name="v" min={1} max={version} value={v} />
        </label>
        <button type="submit">Show</button>
      </form>
      <form action={action}>
        <input type="hidden" name="tab" value="state" />
        <label>
          Version
          <input type="number" name="v" min={1} max={version} value={v} required />
        </label>
        <label>
          compared with
          <input type="number" name="with" min={0} max={version} value={compared} required />
        </label>
        <button type="submit">Compare</button>
      </form>
      <form action={action}>
        <input type="hidden" name="tab" value="state" />
        <label>
          As it was at (UTC)
          <input type="datetime-local" name="at" value={moment} required />
        </label>
        <button type="submit">Show</button>
      </form>
    </div>
  );
}
