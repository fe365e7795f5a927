/**
 * A pass above its tabs: holder, card, and every admission with whether it opens its gate.
 *
 * @module
 */
import type { Markup } from "../page.ts";
import { ActorLink } from "../parts/actor_link.tsx";
import { FactsList } from "../parts/facts_list.tsx";
import { sliceOf } from "../parts/slice.tsx";
import { Status } from "../parts/status.tsx";
import { Table } from "../parts/table.tsx";
import { CredentialHistory, GateLink, liveWords } from "./credentials.tsx";
import { attentionOf, gateWords, Header, Holder } from "./header.tsx";
import type { Look } from "./look.ts";
import type { Pass } from "../shown.ts";
import { passageWords, seatWords, usageWords } from "./words.ts";

/** Everything above the tabs. */
export async function passHeader(look: Look): Promise<Markup> {
  const pass = look.state as unknown as Pass;
  const gate = await gateWords(look, pass.sync);
  const { orderId, code } = pass.source;
  return (
    <Header look={look} status={pass.status}>
      <FactsList
        facts={[
          ["Needs attention", attentionOf(pass)],
          ["Holder", <Holder customerId={pass.customerId} />],
          ["Pass type", pass.passType],
          [
            "Bought as",
            <>
              {code}, <ActorLink actor={{ kind: "order", id: orderId }} />
            </>,
          ],
          ["Card", liveWords(pass.credentials, "None opens a gate")],
          ["Cards printed", String(pass.printCount)],
          ["Gate", gate],
          ["Usage", usageWords(pass.usage)],
        ]}
      />
      <h2>Admissions</h2>
      <Admissions look={look} pass={pass} />
      {pass.credentials.length > 1 && (
        <details>
          <summary>All cards of this pass</summary>
          <CredentialHistory look={look} credentials={pass.credentials} />
        </details>
      )}
    </Header>
  );
}

const STATES = {
  pending: { word: "pending print", tone: "off" },
  requested: { word: "asked of the gate", tone: "busy" },
  effective: { word: "effective", tone: "good" },
  revoking: { word: "being revoked", tone: "busy" },
  revoked: { word: "revoked", tone: "off" },
} as const;

function Admissions({ look, pass }: { readonly look: Look; readonly pass: Pass }): Markup {
  const { credentials, usage } = pass;
  const all = Object.entries(pass.admissions);
  const { shown, pager } = sliceOf(all, { url: look.visit.url, name: "admissions" });
  if (all.length === 0) {
    return <p class="quiet">None yet: selling a performance onto this pass adds one.</p>;
  }
  return (
    <>
      <Table
        label="Admissions of this pass"
        columns={["Performance", "Seat", "State", "Order", "Used", "At the gate"]}
      >
        {shown.map(([admissionId, { performance, seat, orderId, state }]) => (
          <tr>
            <td title={`Admission ${admissionId}`}>{performance}</td>
            <td>{seatWords(seat)}</td>
            <td>
              <Status {...STATES[state]} />
            </td>
            <td>
              <ActorLink actor={{ kind: "order", id: orderId }} />
            </td>
            <td>{passageWords(usage.performances[performance] ?? NEVER)}</td>
            <td>
              <GateLink look={look} credentials={credentials} performance={performance} />
            </td>
          </tr>
        ))}
      </Table>
      {pager}
    </>
  );
}

const NEVER = { state: "unused", entries: 0 } as const;
