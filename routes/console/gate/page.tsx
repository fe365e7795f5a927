/**
 * `/console/gate`: should this barcode open this gate, why, and what to do.
 *
 * @module
 */
import type { Markup, Page } from "../page.ts";
import { ActorLink } from "../parts/actor_link.tsx";
import { instantOf, MomentField } from "../parts/moment.tsx";
import { Time } from "../parts/time.tsx";
import type { Verdict } from "../shown.ts";
import { Evidence } from "./evidence.tsx";

/** The gate check. */
export const GATE: Page = {
  path: "/gate",
  section: "Gate check",
  form: ({ url }) => <GateForm asked={askedIn(url)} isFresh={false} />,
  show: async ({ read, url }) => {
    const asked = askedIn(url);
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

function askedIn({ searchParams }: URL): AskedGate {
  return {
    barcode: searchParams.get("barcode")?.trim() ?? "",
    performance: searchParams.get("performance")?.trim() ?? "",
    at: searchParams.get("at")?.trim() ?? "",
  };
}

function questionOf({ barcode, performance, at }: AskedGate): URLSearchParams {
  const search = new URLSearchParams({ barcode });
  if (performance !== "") search.set("performance", performance);
  if (at !== "") search.set("at", instantOf(at));
  return search;
}

function GateCheck({ asked, verdict }: {
  readonly asked: AskedGate;
  readonly verdict: Verdict | null;
}): Markup {
  return (
    <>
      <h1>Gate check</h1>
      <GateForm asked={asked} isFresh={verdict === null} />
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

function GateForm({ asked, isFresh }: {
  readonly asked: AskedGate;
  readonly isFresh: boolean;
}): Markup {
  return (
    <form class="filters" action="/console/gate" id="gate">
      <label>
        Barcode or card
        <input
          name="barcode"
          value={asked.barcode}
          required
          maxlength={255}
          autofocus={isFresh}
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
        <MomentField at={asked.at} />
      </label>
      <button type="submit">Check</button>
    </form>
  );
}

function VerdictPanel({ verdict }: { readonly verdict: Verdict }): Markup {
  const { decision, reason, sentence, advice, at, actor, generation, performance, exposure } =
    verdict;
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
        {performance !== null && (
          <>
            <dt>Judged for</dt>
            <dd>performance {performance}</dd>
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
