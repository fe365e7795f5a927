/**
 * `/console/gate`: should this barcode open this gate, why, and what to do.
 *
 * @module
 */
import type { Markup, Page } from "../page.ts";
import { ActorLink } from "../parts/actor_link.tsx";
import { Fault, Field } from "../parts/field.tsx";
import { instantOf, MomentField } from "../parts/moment.tsx";
import { Time } from "../parts/time.tsx";
import { type Typed, typedIn } from "../returned.ts";
import type { Verdict } from "../shown.ts";
import { Evidence } from "./evidence.tsx";

const PATH = "/console/gate";

/** The gate check. */
export const GATE: Page = {
  path: "/gate",
  section: "Gate check",
  form: (visit) => (
    <GateForm asked={askedIn(visit.url)} typed={typedIn(visit, PATH)} isFresh={false} />
  ),
  show: async (visit) => {
    const { read, url } = visit;
    const asked = askedIn(url);
    const verdict = asked.barcode === ""
      ? null
      : await read<Verdict>(`/v1/gate-check?${questionOf(asked)}`);
    return {
      title: verdict === null ? "Gate check" : `Gate check: ${verdict.decision}`,
      body: <GateCheck asked={asked} typed={typedIn(visit, PATH)} verdict={verdict} />,
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

function GateCheck({ asked, typed, verdict }: {
  readonly asked: AskedGate;
  readonly typed: Typed;
  readonly verdict: Verdict | null;
}): Markup {
  return (
    <>
      <h1>Gate check</h1>
      <GateForm asked={asked} typed={typed} isFresh={verdict === null} />
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

function GateForm({ asked, typed, isFresh }: {
  readonly asked: AskedGate;
  readonly typed: Typed;
  readonly isFresh: boolean;
}): Markup {
  return (
    <form class="filters" action={PATH} id="gate">
      <Field
        typed={typed}
        name="barcode"
        label="Barcode or card"
        value={asked.barcode}
        required
        maxlength={255}
        autofocus={isFresh}
        placeholder="scan or type it"
      />
      <Field
        typed={typed}
        name="performance"
        label="Performance"
        value={asked.performance}
        maxlength={64}
        placeholder="M01"
      />
      <label>
        At (UTC; now if empty)
        <MomentField at={asked.at} isFaulty={typed.fault("at") !== null} />
        <Fault typed={typed} name="at" />
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
      <Evidence verdict={verdict} />
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
