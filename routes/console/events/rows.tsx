/**
 * One fact as a row: a sentence for people, everything else on request.
 *
 * @module
 */
import type * as v from "valibot";
import type { EventAnswer } from "../../answers.ts";
import type { Markup } from "../page.ts";
import { ActorLink } from "../parts/actor_link.tsx";
import { Time } from "../parts/time.tsx";

/** As the REST surface shows it. */
export type Fact = v.InferOutput<typeof EventAnswer>;

/** A row of the log. */
export function FactRow({ fact }: { readonly fact: Fact }): Markup {
  const { actor, at, version, sentence, key } = fact;
  return (
    <tr>
      <td>
        <Time at={at} />
      </td>
      <td>
        <ActorLink actor={actor} />
      </td>
      <td class="number">{version}</td>
      <td>
        <details>
          <summary>{sentence}</summary>
          <FactDetails fact={fact} />
        </details>
      </td>
      <td>{key}</td>
    </tr>
  );
}

/** Where it comes from, and the stored fact itself. */
export function FactDetails({ fact }: { readonly fact: Fact }): Markup {
  const { type, correlationId, requestId, position, data } = fact;
  return (
    <>
      <p class="quiet">
        {type} · operation{" "}
        <a href={`/console/events?correlation=${encodeURIComponent(correlationId)}`}>
          {correlationId}
        </a>
        {requestId !== null && <>· request {requestId}</>} · position {position}
      </p>
      <pre>{JSON.stringify(data, null, 2)}</pre>
    </>
  );
}

/** What the script fills for each fact that arrives: the same columns, by `data-slot`. */
export function FactTemplate(): Markup {
  return (
    <template id="fact">
      <tr>
        <td>
          <time data-slot="at"></time>
        </td>
        <td>
          <a data-slot="actor"></a>
        </td>
        <td class="number" data-slot="version"></td>
        <td>
          <details>
            <summary data-slot="sentence"></summary>
            <pre data-slot="data"></pre>
          </details>
        </td>
        <td data-slot="key"></td>
      </tr>
    </template>
  );
}
