/**
 * `/console/webhooks/{id}`: how far a webhook has come, what it was sent, and sending it again.
 *
 * @module
 */
import type * as v from "valibot";
import type { WebhookRead } from "../../webhook_forms.ts";
import type { Markup, Page } from "../page.ts";
import { Action } from "../parts/action.tsx";
import { FactsList } from "../parts/facts_list.tsx";
import { Pager } from "../parts/pager.tsx";
import { Status } from "../parts/status.tsx";
import { Time } from "../parts/time.tsx";
import { type Notification, Notifications } from "./notifications.tsx";
import { filterWords } from "./words.ts";

type Webhook = v.InferOutput<typeof WebhookRead>;

/** One. */
export const WEBHOOK: Page = {
  path: "/webhooks/:id",
  section: "Webhooks",
  show: async (visit) => {
    const { read, params, url } = visit;
    const path = `/v1/webhooks/${encodeURIComponent(params["id"] ?? "")}`;
    const cursor = url.searchParams.get("cursor");
    const query = cursor === null ? "" : `?cursor=${encodeURIComponent(cursor)}`;
    const [webhook, { data, next }] = await Promise.all([
      read<Webhook>(path),
      read<{ readonly data: ReadonlyArray<Notification>; readonly next: string | null }>(
        `${path}/deliveries${query}`,
      ),
    ]);
    return {
      title: `Webhook ${webhook.id}`,
      body: (
        <>
          <OneWebhook webhook={webhook} path={path} />
          <h2>What it is told</h2>
          <Notifications
            visit={visit}
            path={path}
            back={hrefOf(webhook)}
            notifications={data}
          />
          <Pager url={url} next={next} />
        </>
      ),
    };
  },
};

function hrefOf({ id }: Pick<Webhook, "id">): string {
  return `/console/webhooks/${encodeURIComponent(id)}`;
}

function OneWebhook({ webhook, path }: {
  readonly webhook: Webhook;
  readonly path: string;
}): Markup {
  const { url, status, description, filter, disabled, position, failing, secrets } = webhook;
  return (
    <>
      <h1>
        {url} <Status word={status} />
      </h1>
      <FactsList
        facts={[
          ["For", description],
          ["Is told of", filterWords(filter)],
          ["Disabled because", disabled],
          ["Told up to position", String(position)],
          ["Fails since", failing === null ? null : <Time at={failing.since} />],
          ["Because", failing === null ? null : failing.reason],
          ["Next attempt", nextAttempt(failing)],
          ["Secrets", secrets.map(({ generation }) => generation).join(" and ")],
        ]}
      />
      <div class="outlets">
        <Action label="Test" path={`${path}/test`} back={hrefOf(webhook)} done="It was sent to" />
      </div>
    </>
  );
}

function nextAttempt(failing: Webhook["failing"]): Markup | null {
  return failing === null || failing.nextAttemptAt === null
    ? null
    : <Time at={failing.nextAttemptAt} />;
}
