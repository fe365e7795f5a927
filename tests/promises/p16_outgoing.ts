/**
 * P16: the service calls nobody but those whom its configuration names.
 *
 * @module
 */
import { Effect } from "effect";
import type { Configuration } from "../../adapters/configuration/mod.ts";
import { type Dice, makeDice } from "../../adapters/simulator/dice.ts";
import { serve } from "../../main.ts";
import { inAnyOrder } from "../support/any_order.ts";
import { eventually } from "../support/eventually.ts";
import { hostileAddresses } from "../support/hostile_addresses.ts";
import { type BoxOffice, openBoxOffice } from "../support/service_client.ts";
import {
  aConfiguration,
  aKey,
  anAccessControl,
  aTenant,
} from "../support/service_configuration.ts";
import { allocate, putSeason } from "../support/service_season.ts";
import { openReceiver, type Receiver } from "../support/webhook_receiver.ts";
import type { Round, Trial } from "./trial.ts";

const KEY = "key-of-this-trial";

/** Allowed, and never asked: nothing is committed that the webhooks here want. */
const NAMED = "hooks.example";

const REDIRECTS = [301, 302, 303, 307, 308];

/** A listener inside that must never hear anything, and everybody who would send us there. */
export const OUTGOING: Trial = {
  promise: "P16",
  title: "no address that was given, and no redirect, leads the service to where it may not go",
  rounds: 1,
  round: async (seed) => {
    await using receiver = openReceiver();
    const inside = listenInside();
    const wayward = redirectTo(inside.url);
    try {
      const all = { receiver, inside, wayward, dice: makeDice(seed), seed };
      return await Effect.runPromise(Effect.scoped(Effect.gen(function* () {
        const { port } = yield* serve(configurationOf(all));
        return yield* Effect.promise(() =>
          play(openBoxOffice(`http://127.0.0.1:${port}`, KEY), all)
        );
      })));
    } finally {
      await Promise.all([inside.server.shutdown(), wayward.server.shutdown()]);
    }
  },
};

interface Around {
  readonly receiver: Receiver;
  readonly inside: Inside;
  readonly wayward: Wayward;
  readonly dice: Dice;
  readonly seed: number;
}

async function play(box: BoxOffice, around: Around): Promise<Round> {
  const { inside, wayward } = around;
  const broken: Array<string> = [];
  const addresses = await giveAddresses(box, { around, broken });
  const redirected = await beRedirected(box, { around, broken });
  await callWayward(box, wayward);
  if (inside.heard > 0) broken.push(`the listener inside was called ${inside.heard} times`);
  return { tried: { addresses, redirects: redirected + wayward.answered }, broken };
}

interface Trying {
  readonly around: Around;
  readonly broken: Array<string>;
}

/** To a new webhook, and to one that there is. */
async function giveAddresses(box: BoxOffice, { around, broken }: Trying): Promise<number> {
  const { receiver, inside, seed } = around;
  const allowed = Number(new URL(receiver.url).port);
  const hostile = inAnyOrder(
    hostileAddresses({ allowed, inside: inside.port, named: NAMED }),
    seed,
  );
  const { body: { id } } = await box.ask<{ id: string }>("POST", "webhooks", {
    body: { url: receiver.url, filter: { kind: "item" } },
  });
  for (const url of hostile) {
    for (const [method, path] of [["POST", "webhooks"], ["PUT", `webhooks/${id}`]] as const) {
      const { status } = await box.ask(method, path, { body: { url } });
      if (status !== 422) broken.push(`${method} with ${url} was answered ${status}`);
    }
  }
  return 2 * hostile.length;
}

/** By whom a webhook may call. */
async function beRedirected(box: BoxOffice, { around, broken }: Trying): Promise<number> {
  const { receiver, inside } = around;
  const { body: { id } } = await box.ask<{ id: string }>("POST", "webhooks", {
    body: { url: receiver.url, filter: { kind: "bundle" } },
  });
  for (const status of REDIRECTS) {
    receiver.answer({ status, headers: { location: inside.url } });
    const { body } = await box.ask<{ outcome: string; httpStatus: number }>(
      "POST",
      `webhooks/${id}/test`,
      { body: {} },
    );
    if (body.outcome !== "failed" || body.httpStatus !== status) {
      broken.push(`a redirect with ${status} counts as ${JSON.stringify(body)}`);
    }
  }
  return REDIRECTS.length;
}

/** Commands, questions, scans and lists, to an access control that only redirects. */
async function callWayward(box: BoxOffice, wayward: Wayward): Promise<void> {
  await putSeason(box);
  await allocate(box, "T-1");
  await box.asked("tickets/T-1/print");
  await box.ask("POST", "adapters/main/test", { body: {} });
  await box.ask("POST", "adapters/main/reconcile", { body: {} });
  await eventually("it is called in each way", () => wayward.paths.size >= 3 ? true : null);
}

interface Inside {
  readonly server: Deno.HttpServer<Deno.NetAddr>;
  readonly url: string;
  readonly port: number;
  heard: number;
}

function listenInside(): Inside {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => {
    inside.heard += 1;
    return new Response("secret of the inside");
  });
  const { port } = server.addr;
  const inside: Inside = { server, port, url: `http://127.0.0.1:${port}/secret`, heard: 0 };
  return inside;
}

interface Wayward {
  readonly server: Deno.HttpServer<Deno.NetAddr>;
  readonly url: string;
  /** Without ids. */
  readonly paths: Set<string>;
  answered: number;
}

/** Each answer with another one of the redirects. */
function redirectTo(location: string): Wayward {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      await request.body?.cancel();
      wayward.paths.add(
        `${request.method} ${new URL(request.url).pathname.replace(/\/[^/]*-.*/, "")}`,
      );
      const status = REDIRECTS[wayward.answered % REDIRECTS.length] ?? 302;
      wayward.answered += 1;
      return new Response(null, { status, headers: { location } });
    },
  );
  const url = `http://127.0.0.1:${server.addr.port}`;
  const wayward: Wayward = { server, url, paths: new Set(), answered: 0 };
  return wayward;
}

function configurationOf({ receiver, wayward }: Around): Configuration {
  const main = anAccessControl(wayward.url, { breaker: { failures: 1000, openMs: 10 } });
  return aConfiguration([aTenant({
    keys: [aKey("all", KEY)],
    accessControl: { main },
    webhookHosts: [receiver.host, NAMED],
  })]);
}
