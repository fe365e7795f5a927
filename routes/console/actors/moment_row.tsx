/**
 * One row of the timeline: a sentence, and everything else on request.
 *
 * @module
 */
import { FactDetails } from "../events/rows.tsx";
import type { Markup } from "../page.ts";
import { Status } from "../parts/status.tsx";
import { Time } from "../parts/time.tsx";
import { spaced } from "../parts/words.ts";
import { Attempts } from "./attempts.tsx";
import type { CommandForm } from "./command_fields.ts";
import { hrefTo, type Look } from "./look.ts";
import type { Moment } from "./moments.ts";
import { Refused } from "./refused.tsx";
import type { Delivery, Fact, Told } from "../shown.ts";

/** An accepted command has no row: its facts tell of it. */
export function MomentRow({ look, moment, forms }: {
  readonly look: Look;
  readonly moment: Moment;
  readonly forms: ReadonlyArray<CommandForm>;
}): Markup {
  switch (moment.kind) {
    case "event":
      return <FactMoment look={look} fact={moment.fact} />;
    case "command":
      return <RefusedMoment look={look} told={moment.told} forms={forms} />;
    case "delivery":
      return <DeliveryMoment delivery={moment.delivery} />;
  }
}

function FactMoment({ look, fact }: { readonly look: Look; readonly fact: Fact }): Markup {
  const version = String(fact.version);
  return (
    <tr id={`v${version}`}>
      <td>
        <Time at={fact.at} />
      </td>
      <td class="number">
        <a href={hrefTo(look, { tab: "state", v: version })}>{version}</a>
      </td>
      <td>
        <details>
          <summary>{fact.sentence}</summary>
          <FactDetails fact={fact} />
        </details>
      </td>
      <td>{fact.key}</td>
      <td class="short">
        <Chain correlationId={fact.correlationId} />
      </td>
    </tr>
  );
}

function RefusedMoment({ look, told, forms }: {
  readonly look: Look;
  readonly told: Told;
  readonly forms: ReadonlyArray<CommandForm>;
}): Markup {
  return (
    <tr>
      <td>
        <Time at={told.at} />
      </td>
      <td class="number">{told.version}</td>
      <td>
        <details>
          <summary>
            {spaced(told.type)}: <Status word="refused" />, {told.refusal?.rule}
          </summary>
          <Refused look={look} told={told} forms={forms} />
        </details>
      </td>
      <td>{told.key}</td>
      <td class="short">
        <Chain correlationId={told.correlationId} />
      </td>
    </tr>
  );
}

function DeliveryMoment({ delivery }: { readonly delivery: Delivery }): Markup {
  const { id, command, accessControl, status, createdAt, attemptCount } = delivery;
  const times = attemptCount === 1 ? "1 attempt" : `${attemptCount} attempts`;
  return (
    <tr>
      <td>
        <Time at={createdAt} />
      </td>
      <td class="number"></td>
      <td>
        <details>
          <summary>
            Told to {accessControl}: {spaced(command).toLowerCase()}, <Status word={status} />,{" "}
            {times}
          </summary>
          <p>
            <a href={`/console/deliveries/${encodeURIComponent(id)}`}>Delivery {id}</a>
          </p>
          <Attempts delivery={delivery} />
        </details>
      </td>
      <td>gatehouse</td>
      <td class="short">
        <Chain correlationId={delivery.correlationId} />
      </td>
    </tr>
  );
}

function Chain({ correlationId }: { readonly correlationId: string }): Markup {
  return (
    <a href={`/console/operations/${encodeURIComponent(correlationId)}`}>
      What followed
    </a>
  );
}
