/**
 * The service with values planted in it, and everything that it lets out kept to be searched.
 *
 * @module
 */
import assert from "node:assert/strict";
import { hash } from "node:crypto";
import { type Canaries, type CanaryKind, NOTHING } from "./canaries.ts";
import { eventually } from "./eventually.ts";
import { type BoxOffice, openBoxOffice } from "./service_client.ts";
import { activePass, allocate, printedTicket, putSeason } from "./service_season.ts";
import { type RunningService, startDirectly } from "./service_starts.ts";
import { openReceiver, type Receiver } from "./webhook_receiver.ts";

/** In the clear; the file has hashes of all but the token. */
export interface LeakKeys {
  readonly all: string;
  /** Reads everything that there is, without `barcode:read`. */
  readonly clerk: string;
  readonly reply: string;
  readonly token: string;
}

/** What a stage is made of. */
export interface LeakNeeds {
  readonly folder: string;
  readonly seed: number;
  readonly canaries: Canaries;
  readonly keys: LeakKeys;
}

const MASKED: ReadonlyArray<CanaryKind> = ["key", "barcode"];

const CLERK_SCOPES = ["commands:write", "read", "events:read", "debug:read"];

/** One data folder, and the lives of the service on it. */
export class LeakStage {
  said = "";
  #service: RunningService | null = null;
  readonly #receiver: Receiver = openReceiver();
  readonly #needs: LeakNeeds;
  readonly #port: number = freePort();
  readonly #customer: string;
  readonly #reason: string;

  constructor(needs: LeakNeeds) {
    this.#needs = needs;
    const { canaries, seed } = needs;
    this.#customer = canaries.plant("personal", "customer", `customer-of-canary-${seed}`);
    this.#reason = canaries.plant("personal", "reason", `lost near the canary ${seed}`);
  }

  get repliesUrl(): string {
    return `${this.#url}/v1/access-control/main/replies`;
  }

  get #url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get #box(): BoxOffice {
    return openBoxOffice(this.#url, this.#needs.keys.all);
  }

  /** Starts it with its access control at `systemUrl`. */
  async start(systemUrl: string): Promise<void> {
    const { folder } = this.#needs;
    const config = `${folder}/gatehouse.json`;
    await Deno.writeTextFile(config, JSON.stringify(this.#configuration(systemUrl)));
    const settings = {
      GATEHOUSE_DATA: `${folder}/data`,
      GATEHOUSE_CONFIG: config,
      GATEHOUSE_LOG: "json",
      GATEHOUSE_PORT: String(this.#port),
    };
    this.#service = await startDirectly(settings).up;
  }

  async stop(signal: Deno.Signal): Promise<void> {
    const { stdout, stderr } = await this.#service?.stop(signal) ?? NOTHING_SAID;
    this.#service = null;
    this.said += stdout + stderr;
  }

  /** However far it has come. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop("SIGKILL");
    await this.#receiver[Symbol.asyncDispose]();
  }

  /** Tickets and cards, printed, scanned and printed again, each with its people and reasons. */
  async sell(): Promise<void> {
    const { canaries } = this.#needs;
    const box = this.#box;
    await putSeason(box);
    const barcode = await printedTicket(box, "T-1");
    const card = await activePass(box, "P-1", ["M01"]);
    await box.did("tickets/T-1/reprint", { reason: this.#reason });
    await box.did("passes/P-1/block", { reason: this.#reason });
    await allocate(box, "T-2", { customerId: this.#customer });
    const values = [barcode, await box.liveValue("tickets/T-1"), card];
    values.forEach((value, index) => canaries.plant("barcode", `barcode ${index}`, value));
    for (const path of ["tickets/T-1", "passes/P-1", "tickets/T-2", "passes/P-1/events"]) {
      canaries.expect(await this.#text(`/v1/${path}`));
    }
    const scan = { scanId: "S-1", at: new Date().toISOString(), value: barcode };
    const items = [{ ...scan, ProductCode: "M01", gate: "G1", direction: "in", online: true }];
    const { keys: { reply } } = this.#needs;
    const body = { items: items.map((one) => ({ ...one, result: "accepted" })) };
    const scanned = await box.ask("POST", "access-control/main/scans", { key: reply, body });
    assert.equal(scanned.status, 202, JSON.stringify(scanned.body));
  }

  /** Keys and webhooks, made and rotated. */
  async manage(): Promise<void> {
    const { canaries, keys } = this.#needs;
    const box = this.#box;
    Object.values(keys).forEach((key) => canaries.expect(key));
    const shown = async (path: string, body: unknown) => {
      const answer = await box.ask<Record<string, string>>("POST", path, { body });
      assert.ok(answer.status < 300, JSON.stringify(answer.body));
      const secret = answer.body["key"] ?? answer.body["secret"] ?? "";
      canaries.plant("key", path, secret);
      canaries.expect(secret);
      return answer.body;
    };
    await shown("keys", { id: "till-1", scopes: ["read"] });
    await shown("keys/till-1/rotate", {});
    const [barcode] = canaries.planted.filter(({ kind }) => kind === "barcode");
    assert.ok(barcode !== undefined);
    // in its filter, and so in the fact of it
    await shown("webhooks", { url: this.#receiver.url, filter: { barcode: barcode.value } });
    const { id } = await shown("webhooks", { url: this.#receiver.url });
    await shown(`webhooks/${id}/rotate`, {});
    await allocate(box, "T-3");
    await box.did("tickets/T-3/print");
    await eventually(
      "the webhook is told",
      () =>
        this.#receiver.messages.some(({ event }) => event.subject === "ticket/T-3") ? true : null,
    );
    for (const path of ["keys", "webhooks", "audit", "adapters", "adapters/main", "deliveries"]) {
      canaries.keep(`GET ${path}`, await this.#text(`/v1/${path}`), ["key"]);
    }
    canaries.keep("GET events", await this.#text("/v1/events?limit=500"), ["key"]);
  }

  /** Everything that is masked, read without `barcode:read`. */
  async readAsClerk(): Promise<void> {
    const { canaries, keys } = this.#needs;
    const subjects = ["tickets/T-1", "passes/P-1"];
    const views = ["", "/events", "/deliveries", "/commands", "/diff?from=1&to=4", "/snapshots"];
    const paths = [
      ...subjects.flatMap((subject) => views.map((view) => subject + view)),
      ...subjects.map((subject) => `${subject}/support-bundle`),
      ...["events?limit=500", "events?format=jsonl", "deliveries?limit=500"],
      ...["adapters", "adapters/main/reconciliation", "search?q=T-1", "performances"],
    ];
    for (const path of paths) {
      const response = await this.#fetch(`/v1/${path}`, { key: keys.clerk });
      assert.equal(response.status, 200, path);
      canaries.keep(`GET ${path} as clerk`, await response.text(), MASKED);
    }
    for (const { text } of this.#receiver.messages) canaries.keep("a webhook", text, MASKED);
  }

  /**
   * Requests that are refused, each with something planted as a value that is wrong. Names of
   * fields are no such place: a problem points at the field, by its name.
   */
  async askBadly(): Promise<void> {
    const { canaries, keys } = this.#needs;
    const wrong = canaries.plant("key", "unknown key", `unknown-key-${this.#needs.seed}`);
    canaries.expect(wrong);
    for (const { value } of [...canaries.planted]) {
      const name = encodeURIComponent(value);
      const given = [
        this.#fetch("/v1/tickets/T-1/cancel", { body: `{"reason": "${value}` }),
        this.#fetch("/v1/tickets/T-1/cancel", { body: JSON.stringify({ reason: [value] }) }),
        this.#fetch(`/v1/tickets/${name}%00`, {}),
        this.#fetch(`/v1/events?type=${name}%20`, {}),
        this.#fetch(`/v1/${name}`, {}),
        this.#fetch("/v1/events", { key: `${value.replaceAll(" ", "_")}x` }),
        this.#fetch("/v1/tickets/T-1/print", { headers: { "if-match": value }, body: "{}" }),
        this.#fetch("/v1/tickets/T-9/print", { headers: { "idempotency-key": value }, body: "{}" }),
        this.#fetch(`/v1/search?q=${name}&limit=9`, { key: keys.reply }),
        this.#fetch(`/v1/gate-check?barcode=${name}&at=never`, {}),
        this.#fetch(`/console/sign-in?next=${name}`, {}),
      ];
      for (const [index, asked] of given.entries()) {
        const response = await asked;
        const text = await response.text();
        const heads = JSON.stringify([...response.headers]);
        canaries.keep(`bad request ${index}, ${response.status}`, text + heads, NOTHING);
      }
    }
  }

  /** What is printed while the access control answers badly, or not at all. */
  async sellMore(id: string): Promise<void> {
    const box = this.#box;
    for (const one of [1, 2, 3]) {
      await allocate(box, `T-${id}-${one}`, { customerId: this.#customer });
      await box.asked(`tickets/T-${id}-${one}/print`);
    }
    await box.ask("POST", "tickets/T-1/cancel", { body: { reason: this.#reason } });
    await eventually("attempts fail", async () => {
      const tried = await this.#text("/v1/deliveries");
      return tried.includes(`T-${id}-`) && /"outcome":"(?!done)/.test(tried) ? true : null;
    });
  }

  /** What everybody may read. */
  async keepOpenPages(): Promise<void> {
    for (
      const path of ["/metrics", "/openapi.json", "/docs", "/readyz", "/healthz", "/", "/console"]
    ) {
      const response = await this.#fetch(path, { key: null });
      this.#needs.canaries.keep(path, await response.text(), NOTHING);
    }
  }

  /** The files of the data: they hold no key that opens anything here, nor a system's token. */
  async keepFolder(): Promise<void> {
    const { folder, canaries } = this.#needs;
    for await (const { name, isFile } of Deno.readDir(`${folder}/data`)) {
      if (!isFile) continue;
      const bytes = await Deno.readFile(`${folder}/data/${name}`);
      const text = new TextDecoder("latin1").decode(bytes);
      // the hash of a key is what is stored of it
      for (const { kind, name: planted, value } of canaries.planted) {
        if (kind !== "key") continue;
        canaries.keep(`data/${name}`, text.includes(value) ? `${planted} ${value}` : "", ["key"]);
      }
      if (name.endsWith(".sqlite")) assert.ok(text.includes(this.#customer), "it is searchable");
    }
  }

  async #text(path: string): Promise<string> {
    const response = await this.#fetch(path, {});
    return await response.text();
  }

  #fetch(path: string, { key = this.#needs.keys.all, body, headers }: {
    readonly key?: string | null;
    readonly body?: string;
    readonly headers?: Readonly<Record<string, string>>;
  }): Promise<Response> {
    return fetch(`${this.#url}${path}`, {
      method: body === undefined ? "GET" : "POST",
      redirect: "manual",
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
  }

  #configuration(url: string): object {
    const { keys } = this.#needs;
    const key = (id: string, secret: string, scopes: ReadonlyArray<string>) => ({
      id,
      sha256: hash("sha256", secret, "hex"),
      scopes,
    });
    return {
      tenants: [{
        id: "riverside",
        keys: [
          key("office", keys.all, [...CLERK_SCOPES, "barcode:read", "admin"]),
          key("clerk", keys.clerk, CLERK_SCOPES),
        ],
        webhookHosts: [this.#receiver.host],
        accessControl: {
          main: {
            kind: "fortress",
            url,
            token: keys.token,
            replyKeySha256: hash("sha256", keys.reply, "hex"),
            retry: { firstMs: 5, maxMs: 50, attemptTimeoutMs: 1000 },
            breaker: { failures: 50, openMs: 50 },
            pollMs: 50,
          },
        },
      }],
    };
  }
}

const NOTHING_SAID = { stdout: "", stderr: "" };

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return (listener.addr as Deno.NetAddr).port;
}
