/**
 * The ways to a version: a slider, two numbers, a moment. Each works without script.
 *
 * @module
 */
import type { Markup } from "../page.ts";
import { MomentField } from "../parts/moment.tsx";
import type { Look } from "./look.ts";

interface FormsProps {
  readonly look: Look;
  readonly v: number;
  readonly compared: number;
  /** RFC 3339; `null`: the version was asked for by its number. */
  readonly at: string | null;
}

/** The script sends the slider's form when the slider has come to rest. */
export function VersionForms({ look: { version, visit }, v, compared, at }: FormsProps): Markup {
  const action = visit.url.pathname;
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
      <form action={`${action}#changes`}>
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
      <form action={`${action}#state`}>
        <input type="hidden" name="tab" value="state" />
        <label>
          As it was at (UTC)
          <MomentField at={at ?? ""} required />
        </label>
        <button type="submit">Show</button>
      </form>
    </div>
  );
}
