/**
 * An order above its tabs: each line with its pass or ticket, and how far the gate knows of it.
 *
 * @module
 */
import type { Markup } from "../page.ts";
import { ActorLink } from "../parts/actor_link.tsx";
import { FactsList } from "../parts/facts_list.tsx";
import { sliceOf } from "../parts/slice.tsx";
import { Status } from "../parts/status.tsx";
import { Table } from "../parts/table.tsx";
import { orNull } from "../visit.ts";
import { commandForms } from "./command_fields.ts";
import { Header, Holder } from "./header.tsx";
import type { Look } from "./look.ts";
import type { Delivery, List, Order, Told } from "../shown.ts";
import { spaced } from "../parts/words.ts";

type Line = Order["lines"][number];

/** As many as a list gives at once: an order's deliveries are a few for each line. */
const DELIVERIES_MAX = 500;

/** The newest that are looked through for one that people have given. */
const COMMANDS_MAX = 50;

/** Everything above the tabs. */
export async function orderHeader(look: Look): Promise<Markup> {
  const { visit, path } = look;
  const order = look.state as unknown as Order;
  const [deliveries, commands] = await Promise.all([
    orNull(visit.read<List<Delivery>>(`${path}/deliveries?limit=${DELIVERIES_MAX}`)),
    orNull(visit.read<List<Told>>(`${path}/commands?limit=${COMMANDS_MAX}`)),
  ]);
  const given = commandForms(look.subject).map(({ type }) => type);
  // what its passes and tickets report are commands too, and nobody's question
  const last = commands?.data.find(({ type }) => given.includes(type));
  return (
    <Header look={look} status={order.status}>
      <FactsList
        facts={[
          ["Holder", <Holder customerId={order.customerId} />],
          ["Gate", confirmedWords(order)],
          ["Under way", order.underWay === 0 ? null : `${order.underWay} passes and tickets`],
          ["Last command", last === undefined ? null : <LastCommand told={last} />],
          ["Everything of it", <a href={`/console/events?order=${look.id}`}>In the event log</a>],
        ]}
      />
      <h2>Lines</h2>
      <Lines look={look} lines={order.lines} newest={newestByActor(deliveries?.data ?? [])} />
    </Header>
  );
}

function confirmedWords({ status, confirmed }: Order): string {
  if (status === "unprinted") return "Nothing is printed, so nothing is valid";
  return confirmed
    ? "The gate has confirmed everything that was printed"
    : "Waiting for the gate to confirm what was printed";
}

function LastCommand({ told: { commandId, type } }: { readonly told: Told }): Markup {
  return (
    <a href={`/console/operations/${encodeURIComponent(commandId)}`}>
      {spaced(type)}, and all that followed
    </a>
  );
}

/** The newest delivery of each pass and ticket; the list gives the newest first. */
function newestByActor(deliveries: ReadonlyArray<Delivery>): ReadonlyMap<string, Delivery> {
  return new Map(
    deliveries.toReversed().map((one) => [`${one.actor.kind}/${one.actor.id}`, one]),
  );
}

function Lines({ look, lines, newest }: {
  readonly look: Look;
  readonly lines: ReadonlyArray<Line>;
  readonly newest: ReadonlyMap<string, Delivery>;
}): Markup {
  const { shown, pager } = sliceOf(lines, { url: look.visit.url, name: "lines" });
  return (
    <>
      <Table
        label="Lines of this order"
        columns={["Line", "What was sold", "Status", "Pass or ticket", "Last told to the gate"]}
      >
        {shown.map((line) => <LineRow line={line} newest={newest} />)}
      </Table>
      {pager}
    </>
  );
}

function LineRow({ line, newest }: {
  readonly line: Line;
  readonly newest: ReadonlyMap<string, Delivery>;
}): Markup {
  const { lineId, kind, code, status, refusal, actors, exchangedWith } = line;
  const told = actors.map((one) => newest.get(`${one.kind}/${one.id}`));
  return (
    <tr>
      <td>{lineId}</td>
      <td>
        {kind} {code}
        {exchangedWith.length > 0 && (
          <span class="quiet">, exchanged with {exchangedWith.join(", ")}</span>
        )}
      </td>
      <td>
        <Status word={status} />
        {refusal !== undefined && <p>{refusal.advice}</p>}
      </td>
      <td>
        <ul class="plain">
          {actors.map((actor) => (
            <li>
              <ActorLink actor={actor} />
            </li>
          ))}
        </ul>
      </td>
      <td>
        {told.map((one) => (
          one === undefined ? "–" : (
            <a href={`/console/deliveries/${one.id}`}>
              {spaced(one.command)}: <Status word={one.status} />
            </a>
          )
        ))}
      </td>
    </tr>
  );
}
