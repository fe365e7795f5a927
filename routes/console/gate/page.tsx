/**
 * `/console/gate`: should this barcode open this gate, why, and what to do.
 *
 * @module
 */
import type { Markup, Page } from "../page.ts";
import { ActorLink } from "../parts/actor_link.tsx";
import { Time } from "../parts/time.tsx";
import type { Verdict } from "../shown.ts";
import { Evidence } from "./evidence.tsx";

/** The gate check. */
export const GATE: Page = {
  path: "/gate",
  section: "Gate check",
  show: async ({ read, url: { searchParams } }) => {
    const asked = {
      barcode: searchParams.get("barcode")?.trim() ?? "",
      performance: searchParams.get("performance")?.trim() ?? "",
      at: searchParams.get("at")?.trim() ?? "",
    };
    const verdict = asked.barcode === ""
      ? null
      : await read<Verdict>(`/v1/gate-check?${questionOf(asked)}`);
    return {
      title: verdict === null ? "Gate check" : `Gate check: ${verdict.decision}`,
      body: <GateCheck asked={asked} verdict={verdict} />,
    };
  },
};

interface AskedGate {
  readonly barcode: string;
  readonly performance: string;
  /** `2027-05-01T19:32` of the form is UTC; a link may carry a full instant. */
  readonly at: string;
}

function questionOf({ barcode, performance, at }: AskedGate): URLSearchParams {
  const search = new URLSearchParams({ barcode });
  if (performance !== "") search.set("performance", performance);
  if (at !== "") search.set("at", instantOf(at));
  return search;
}

function instantOf(at: string): string {
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(at)) return `${at}:00Z`;
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(at) ? `${at}Z` : at;
}

function GateCheck({ asked, verdict }: {
  readonly asked: AskedGate;
  readonly verdict: Verdict | null;
}): Markup {
  return (
    <>
      <h1>Gate check</h1>
      <form class="filters" action="/console/gate" id="gate">
        <label>
          Barcode or card
          <input
            name="barcode"
            value={asked.barcode}
            required
            maxlength={255}
            autofocus={verdict === null}
            autocomplete="off"
            placeholder="scan or type it"
          />
        </label>
        <label>
          Performance
          <input name="performance" value={asked.performance} maxlength={64} placeholder="M01" />
        </label>
        <label>
          At (UTC; now if empty)
          <input name="at" type="datetime-local" value={asked.at.slice(0, 16)} />
        </label>
        <button type="submit">Check</button>
      </form>
      {verdict === null
        ? (
          <p class="quiet">
            Scan what the customer holds: the answer says what the gate should do.
          </p>
        )
        : <VerdictPanel verdict={verdict} />}
    </>
  );
}

function VerdictPanel({ verdict }: { readonly verdict: Verdict }): Markup {
  const { decision, reason, sentence, advice, at, actor, generation, exposure } = verdict;
  const isOpen = decision === "open";
  return (
    <section class={isOpen ? "verdict good" : "verdict bad"} aria-labelledby="verdict">
      <h2 id="verdict">
        <span aria-hidden="true">{isOpen ? "✔" : "✖"}</span> {isOpen ? "OPEN" : "REFUSED"}
      </h2>
      <p class="sentence">{sentence}</p>
      <p class="advice">
        <strong>Do this:</strong> {advice}
      </p>
      <dl>
        {reason !== null && (
          <>
            <dt>Reason</dt>
            <dd>
              <code>{reason}</code>
            </dd>
          </>
        )}
        {actor !== null && (
          <>
            <dt>Belongs to</dt>
            <dd>
              <ActorLink actor={actor} />
              {generation !== null && <>, print {generation}</>}
            </dd>
          </>
        )}
        <dt>Judged at</dt>
        <dd>
          <Time at={at} />
        </dd>
        {exposure !== undefined && <Exposed exposure={exposure} />}
      </dl>
      <Evidence evidence={verdict.evidence} />
    </section>
  );
}

function Exposed({ exposure }: { readonly exposure: NonNullable<Verdict["exposure"]> }): Markup {
  const { since, delivery } = exposure;
  return (
    <>
      <dt>The gate may still do otherwise</dt>
      <dd>
        since <Time at={since} />
        {delivery !== null && (
          <>
            , until <a href={`/console/deliveries/${delivery}`}>this delivery</a> is confirmed
          </>
        )}
      </dd>
    </>
  );
}
