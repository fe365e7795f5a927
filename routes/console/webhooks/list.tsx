/**
 * `/console/webhooks`: the addresses outside that are told of facts.
 *
 * @module
 */
import type * as v from "valibot";
import type { WebhookAnswer } from "../../webhook_forms.ts";
import type { Markup, Page } from "../page.ts";
import { Status } from "../parts/status.tsx";
import { Table } from "../parts/table.tsx";
import { filterWords } from "./words.ts";

/** As the REST surface lists it. */
type Webhook = v.InferOutput<typeof WebhookAnswer>;

/** All of the tenant's; there are 20 at most. */
export const WEBHOOKS: Page = {
  path: "/webhooks",
  section: "Webhooks",
  show: async ({ read }) => {
    const { data } = await read<{ readonly data: ReadonlyArray<Webhook> }>(
      "/v1/webhooks?limit=500",
    );
    return { title: "Webhooks", body: <Webhooks webhooks={data} /> };
  },
};

function Webhooks({ webhooks }: { readonly webhooks: ReadonlyArray<Webhook> }): Markup {
  return (
    <>
      <h1>Webhooks</h1>
      {webhooks.length === 0
        ? (
          <p class="quiet">
            Nobody is told of anything. <code>POST /v1/webhooks</code> defines a webhook.
          </p>
        )
        : <WebhookTable webhooks={webhooks} />}
    </>
  );
}

function WebhookTable({ webhooks }: { readonly webhooks: ReadonlyArray<Webhook> }): Markup {
  return (
    <Table label="Webhooks" columns={["Address", "State", "Is told of", "For"]}>
      {webhooks.map(({ id, url, status, filter, description }) => (
        <tr>
          <td>
            <a href={`/console/webhooks/${encodeURIComponent(id)}`}>{url}</a>
          </td>
          <td>
            <Status word={status} />
          </td>
          <td>{filterWords(filter)}</td>
          <td>{description ?? ""}</td>
        </tr>
      ))}
    </Table>
  );
}
