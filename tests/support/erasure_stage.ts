/**
 * A customer who does everything that a customer can, at a service that is a process of its own.
 *
 * @module
 */
import assert from "node:assert/strict";
import { eventually } from "./eventually.ts";
import { openEvents } from "./event_source.ts";
import { type BoxOffice, openBoxOffice } from "./service_client.ts";
import { configurationFile, KEY, writeConfiguration } from "./service_file.ts";
import type { Gates } from "./service_gate.ts";
import { admission, bundle, item, place, putWares } from "./service_orders.ts";
import { allocate, putSeason } from "./service_season.ts";
import { type RunningService, startDirectly } from "./service_starts.ts";
import { openReceiver, type Receiver } from "./webhook_receiver.ts";

/** Who comes to the box office. */
export interface People {
  /** Will be erased. */
  readonly customer: string;
  /** Will not. */
  readonly neighbour: string;
}

/** One data folder, and the lives of the service on it. */
export class ErasureStage {
  /** All that it has said in the lives that are over. */
  said = "";
  readonly people: People;
  readonly #folder: string;
  readonly #gates: Gates;
  readonly #receiver: Receiver = openReceiver();
  #service: RunningService | null = null;

  constructor(folder: string, gates: Gates, people: People) {
    this.#folder = folder;
    this.#gates = gates;
    this.people = people;
  }

  get box(): BoxOffice {
    return openBoxOffice(this.#url, KEY);
  }

  get data(): string {
    return `${this.#folder}/data`;
  }

  get #url(): string {
    return this.#service?.url ?? "";
  }

  async start(data: string = this.data): Promise<void> {
    const settings = {
      GATEHOUSE_DATA: data,
      GATEHOUSE_CONFIG: await writeConfiguration(this.#folder, this.#configuration()),
      GATEHOUSE_LOG: "json",
    };
    this.#service = await startDirectly(settings).up;
  }

  async stop(signal: Deno.Signal = "SIGTERM"): Promise<void> {
    const ended = await this.#service?.stop(signal);
    this.#service = null;
    this.said += (ended?.stdout ?? "") + (ended?.stderr ?? "");
  }

  /** However far it has come. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop("SIGKILL");
    await this.#receiver[Symbol.asyncDispose]();
  }

  /** Bought, printed, given away and given back, refused, rehearsed, in a batch. */
  async buy(): Promise<void> {
    const { box, people: { customer, neighbour } } = this;
    await putSeason(box);
    await putWares(box);
    await allocate(box, "T-0", { customerId: customer });
    await this.#follow();
    const sold = { customerId: customer };
    const lines = [admission("1", "M01"), bundle("2", "FULL", { passId: "P-1" })];
    await place(box, "O-1", { ...sold, lines });
    await place(box, "O-2", { customerId: neighbour, lines: [admission("1", "M02")] });
    for (const order of ["O-1", "O-2"]) await box.did(`orders/${order}/print`);
    await box.did("tickets/T-0/print");
    await box.did("tickets/T-0/reprint", { reason: "Lost" });
    for (const holder of [neighbour, customer]) {
      await box.did("passes/P-1/transfer", { customerId: holder, reason: "Lent" });
    }
    await place(box, "O-3", { ...sold, lines: [item("1", "CARD-B", "P-3")] });
    await box.refused("passes/P-1/transfer", { customerId: customer, reason: "To themselves" });
    for (const [order, customerId] of [["O-2", customer], ["O-1", neighbour]]) {
      await box.refused(`orders/${order}/place`, { customerId, lines: [admission("9", "M03")] });
    }
    const source = { kind: "item", code: "CARD-B", orderId: "O-4" };
    await box.refused("passes/P-4/acquire", { passType: "B", ...sold, source });
    await box.ask("POST", "orders/O-5/place?dryRun=true", { body: { ...sold, lines } });
    const path = "/v1/orders/O-6/place";
    const body = { ...sold, lines: [admission("1", "M04")] };
    await box.ask("POST", "commands:batch", { body: [{ path, body, idempotencyKey: "K-6" }] });
  }

  /** A webhook of this customer's facts; its receiver sends back what it was sent. */
  async #follow(): Promise<void> {
    const body = { url: this.#receiver.url, filter: { customer: this.people.customer } };
    const { status } = await this.box.ask("POST", "webhooks", { body });
    assert.equal(status, 201);
    this.#receiver.answer({ status: 500, body: this.people.customer });
  }

  /** Whether the webhook has told of them by their name. */
  async told(): Promise<boolean> {
    const isTold = () => this.#receiver.messages.some(({ text }) => this.#names(text));
    return await eventually("the webhook is told", () => isTold() ? true : null);
  }

  /** What was sent to the access control; it knows nobody by name. */
  isNamedAtGates(): boolean {
    return this.#names(JSON.stringify(this.#gates.wire.posted));
  }

  /** Everything that shows a customer; gives what was read. */
  async look(name: string): Promise<Readonly<Record<string, string>>> {
    const texts: Record<string, string> = {};
    for (
      const path of [
        ...["orders/O-1", "orders/O-1/events", "orders/O-1/commands", "tickets/T-0"],
        ...["passes/P-1", "passes/P-1/events", "passes/P-1/deliveries", "passes/P-1?version=3"],
        ...["passes/P-1/blame?pointer=/customerId"],
        ...[
          "deliveries?limit=500",
          "events?limit=500",
          "events?format=jsonl",
          "webhooks",
          "audit?limit=500",
        ],
        ...[`events?customer=${name}`, `customers/${name}`],
      ]
    ) texts[path] = await this.#text(path);
    const stream = await openEvents(`${this.#url}/v1/events/stream?customer=${name}`, {
      key: KEY,
      lastEventId: "0",
    });
    const streamed = () => stream.events().length > 5 ? JSON.stringify(stream.events()) : null;
    texts["events/stream"] = await eventually("the stream has come", streamed);
    await stream.close();
    return texts;
  }

  /** Reads that never show one, and requests that are not understood. */
  async lookInVain(): Promise<void> {
    const { customer } = this.people;
    for (const path of ["passes/P-1/support-bundle", "tickets/T-0/support-bundle"]) {
      assert.ok(!this.#names(await this.#text(path)), path);
    }
    await this.#text(`search?q=${customer}`);
    await this.#text(`gate-check?barcode=${customer}&performance=M01`);
    for (
      const path of [`nothing/${customer}`, `tickets/${customer}%00`, `events?type=${customer}`]
    ) {
      await this.box.ask("GET", path);
    }
    const body = { customerId: [customer], reason: customer.length, [customer]: 1 };
    await this.box.ask("POST", "passes/P-1/transfer", { body });
  }

  /** Their alias, and that it is forgotten whose it was. */
  async erase(): Promise<string> {
    const path = `customers/${this.people.customer}/erase`;
    const body = { reason: "Asked for in writing" };
    const headers = { "idempotency-key": "E-1" };
    const answers = [];
    for (const _ of [1, 2]) {
      answers.push(await this.box.ask<{ alias: string }>("POST", path, { body, headers }));
    }
    const [first, again] = answers;
    assert.equal(first?.status, 200, JSON.stringify(first?.body));
    assert.deepEqual(again?.body, first?.body);
    return first?.body.alias ?? "";
  }

  #names(text: string): boolean {
    return text.includes(this.people.customer);
  }

  async #text(path: string): Promise<string> {
    const response = await fetch(`${this.#url}/v1/${path}`, {
      headers: { authorization: `Bearer ${KEY}` },
    });
    const text = await response.text();
    assert.equal(response.status, 200, `${path}: ${text}`);
    return text;
  }

  #configuration(): object {
    const { tenants } = configurationFile(this.#gates.wire.url) as {
      readonly tenants: ReadonlyArray<object>;
    };
    return { tenants: tenants.map((one) => ({ ...one, webhookHosts: [this.#receiver.host] })) };
  }
}
