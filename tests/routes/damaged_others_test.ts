/**
 * What damage of one actor leaves to all others: acts, keys, reference data, gates, lists.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { Listed } from "../../actors/access_control.ts";
import { Barcode } from "../../actors/address.ts";
import { commitKey, headKey } from "../../adapters/kv/keys.ts";
import { ALLOCATION, type Answered, assertProblem, keyWith, openSeason } from "../support/api.ts";
import { at } from "../support/bridge.ts";
import { signedInBrowser } from "../support/console.ts";
import { flipLastByte } from "../support/damaged_stage.ts";
import {
  compared,
  type DiskService,
  type DiskStage,
  diskStage,
  onService,
} from "../support/disk_service.ts";
import type { ScriptedAccessControl } from "../support/scripted_access_control.ts";
import type { SimulatedDisk } from "../support/simulated_kv.ts";

const PAUSE = "POST /v1/adapters/main/pause";
const RESUME = "POST /v1/adapters/main/resume";
const DAY = new Date().toISOString().slice(0, 10);
const AUDIT = at("audit", DAY);

interface Stage extends DiskService {
  readonly disk: SimulatedDisk;
  readonly system: ScriptedAccessControl;
  /** When this process has stopped: plays on in another, which has not met the damage yet. */
  readonly damage: (
    keys: ReadonlyArray<Deno.KvKey>,
    play: (service: DiskService) => Promise<void>,
    configured?: DiskStage["configured"],
  ) => void;
}

/** The season, and T-1 and T-2 of customer C-9 printed. */
function onStage(play: (stage: Stage) => Promise<void>): () => Promise<void> {
  return async () => {
    const stage = diskStage();
    let after: () => Promise<void> = () => Promise.resolve();
    await onService(stage, async (service) => {
      const { ask } = service;
      await openSeason({ ask });
      for (const id of ["T-1", "T-2"]) {
        await ask(`POST /v1/tickets/${id}/allocate`, { body: ALLOCATION });
        await ask(`POST /v1/tickets/${id}/print`, { body: {}, headers: { prefer: "wait=5" } });
      }
      await play({
        ...service,
        disk: stage.disk,
        system: stage.system,
        damage: (keys, play, configured = stage.configured) => {
          after = () => {
            for (const key of keys) flipLastByte(stage.disk, key);
            return onService({ ...stage, configured }, play);
          };
        },
      });
    });
    await after();
  };
}

/** Whatever is damaged among the facts has been read. */
async function meet({ ask }: Pick<DiskService, "ask">): Promise<void> {
  assert.equal((await ask("GET /v1/audit?limit=500")).status, 200);
}

async function did({ ask }: Pick<DiskService, "ask">, target: string, body?: unknown) {
  const answered = await ask(target, body === undefined ? {} : { body });
  assert.ok(answered.status < 300, `${target}: ${answered.text}`);
  return answered;
}

interface Name {
  readonly kind: string;
  readonly id: string;
}

function missingIn({ body }: Answered): ReadonlyArray<string> {
  return (body.quarantined ?? []).map(({ kind, id }: Name) => `${kind}/${id}`);
}

Deno.test(
  "a damaged fact of the day's audit, once read, keeps no operator from acting",
  onStage(async ({ damage, ...service }) => {
    for (const act of [PAUSE, RESUME]) await did(service, act, {});
    damage([commitKey(AUDIT, 1)], async (service) => {
      await meet(service);
      for (const act of [PAUSE, RESUME]) await did(service, act, {});
      await did(service, "POST /v1/customers/C-9/erase", { reason: "asked for" });
      const noted = await service.ask("GET /v1/audit?kind=audit&limit=500");
      assert.equal(noted.body.data.length, 4);
      const days = noted.body.data.map(({ actor }: { readonly actor: Name }) => actor.id);
      assert.deepEqual(new Set(days), new Set([DAY]), "it is the same one that goes on");
      assert.deepEqual(missingIn(noted), [`audit/${DAY}`]);
    });
  }),
);

Deno.test(
  "an audit whose head does not decode has a second one of the day, and both are told",
  onStage(async ({ damage, ...service }) => {
    for (const act of [PAUSE, RESUME]) await did(service, act, {});
    damage([headKey(AUDIT)], async (service) => {
      for (const act of [PAUSE, RESUME]) await did(service, act, {});
      await did(service, "POST /v1/customers/C-9/erase", { reason: "asked for" });
      const { body } = await service.ask("GET /v1/audit?kind=audit&limit=500");
      const days = body.data.map(({ actor }: { readonly actor: Name }) => actor.id);
      assert.deepEqual(days, [...Array(3).fill(`${DAY}.2`), DAY, DAY]);
    });
  }),
);

Deno.test(
  "a damaged fact of a key keeps nobody from ending it",
  onStage(async ({ damage, ...service }) => {
    await did(service, "POST /v1/keys", { id: "till", scopes: ["read"] });
    await did(service, "POST /v1/keys/till/rotate", { overlapMs: 0 });
    damage([commitKey(at("key", "till"), 1)], async (service) => {
      await meet(service);
      await did(service, "POST /v1/keys/till/expire", {});
      await did(service, "DELETE /v1/keys/till");
    });
  }),
);

Deno.test(
  "a key whose head does not decode is none after the start, which it does not hinder",
  onStage(async ({ damage, ...service }) => {
    for (const id of ["till", "shop"]) {
      await did(service, "POST /v1/keys", { id, scopes: ["read"] });
    }
    damage([headKey(at("key", "till"))], async ({ ask, ring, logged }) => {
      const own = ring.of("riverside").filter(({ source }) => source === "service");
      assert.deepEqual(own.map(({ id }) => id), ["shop"]);
      assert.deepEqual(logged, ["Error The key till is damaged: The head does not decode"]);
      assert.deepEqual(missingIn(await ask("GET /v1/keys")), ["key/till"]);
      assertProblem(await ask("DELETE /v1/keys/till"), 503, "quarantined");
    });
  }),
);

Deno.test(
  "a key that can be decided on no more is none once it was to be changed, unless the last admin",
  onStage(async ({ damage, disk, ...service }) => {
    const [till, office] = await Promise.all(
      [{ id: "till", scopes: ["read"] }, { id: "office", scopes: ["read", "admin"] }].map(
        async (body) => (await did(service, "POST /v1/keys", body)).body.key as string,
      ),
    );
    const play = async ({ ask }: DiskService) => {
      const asked = async (target: string, key = office) =>
        (await ask(target, { key: key ?? null })).status;
      assert.equal(await asked("GET /v1/items", till), 200);
      for (const id of ["till", "office"]) flipLastByte(disk, headKey(at("key", id)));
      assert.equal(await asked("DELETE /v1/keys/till"), 503);
      assert.equal(await asked("GET /v1/items", till), 401);
      assert.equal(await asked("DELETE /v1/keys/office"), 503);
      assert.equal(await asked("GET /v1/items"), 200);
    };
    damage([], play, new Map());
  }),
);

Deno.test(
  "a performance with a damaged fact is defined anew, and its tickets have their verdict",
  onStage(async ({ damage, ask }) => {
    const { body: ticket } = await ask("GET /v1/tickets/T-2");
    const check = `GET /v1/gate-check?barcode=${ticket.credentials[0].value}&performance=M01`;
    damage([commitKey(at("performance", "M01"), 1)], async (service) => {
      await meet(service);
      const { body } = await did(service, check);
      assert.equal(body.decision, "open");
      const { body: { code: _, version: __, ...document } } = await did(
        service,
        "GET /v1/performances/M01",
      );
      await did(service, "PUT /v1/performances/M01", { ...document, name: "Anew" });
    });
  }),
);

Deno.test(
  "lists and the check of the catalogue name what is damaged, and the advice is what can be done",
  onStage(async ({ damage, ...service }) => {
    const { body } = await did(service, "GET /v1/performances/M01");
    const { code: _, version: __, ...document } = body;
    await did(service, "PUT /v1/performances/M02", document);
    assert.equal((await did(service, "GET /v1/catalogue/check")).body.ok, true);
    damage([headKey(at("performance", "M01"))], async ({ ask }) => {
      for (const limit of ["", "?limit=1"]) {
        const listed = await ask(`GET /v1/performances${limit}`);
        assert.deepEqual(listed.body.data.map(({ code }: { code: string }) => code), ["M02"]);
        assert.deepEqual(missingIn(listed), ["performance/M01"]);
      }
      assert.equal("quarantined" in (await ask("GET /v1/items")).body, false);
      const { body } = await ask("GET /v1/catalogue/check");
      const [{ code, kind, id }] = body.problems;
      assert.deepEqual([body.ok, code, kind, id], [false, "quarantined", "performance", "M01"]);
      const refused = await ask("GET /v1/performances/M01");
      assertProblem(refused, 503, "quarantined");
      assert.match(refused.body.detail, /deno task verify --repair/);
      assert.doesNotMatch(refused.body.detail, /POST/);
    });
  }),
);

Deno.test(
  "a customer of whom one ticket is damaged is shown all the others, and told which one it is",
  onStage(async ({ damage, ...service }) => {
    const { body } = await did(service, "GET /v1/customers/C-9");
    assert.deepEqual([body.tickets.length, "quarantined" in body], [2, false]);
    damage([headKey(at("ticket", "T-1"))], async (service) => {
      const told = await did(service, "GET /v1/customers/C-9");
      assert.deepEqual(told.body.tickets.map(({ ticketId }: Record<string, string>) => ticketId), [
        "T-2",
      ]);
      assert.deepEqual(missingIn(told), ["ticket/T-1"]);
      const browser = await signedInBrowser(service.api);
      const { text } = await browser.get("/console/customers?q=C-9");
      assert.match(text, /Things are missing here: [^]*ticket T-1<\/a> is damaged/);
      const { text: erasing } = await browser.get(`/console/customers/${told.body.alias}/erase`);
      assert.match(erasing, /Things are missing here: [^]*ticket T-1<\/a> is damaged/);
      assert.match(erasing, /at least 0 orders, 0 passes and 1 ticket/);
    });
  }),
);

Deno.test(
  "who is damaged is listed with the reason, for those who may read events, and logged once",
  onStage(async ({ damage, ...service }) => {
    assert.deepEqual((await did(service, "GET /v1/quarantine")).body, { data: [], next: null });
    const keys = [headKey(at("ticket", "T-1")), commitKey(at("item", "MEMBER"), 1)];
    damage(keys, async (service) => {
      const { ask, logged } = service;
      for (let times = 0; times < 2; times++) {
        await meet(service);
        await ask("GET /v1/tickets/T-1");
      }
      const { body } = await did(service, "GET /v1/quarantine");
      const told = body.data.map(({ since, ...one }: Name & { since: string }) => {
        assert.ok(Date.parse(since) <= Date.now());
        return one;
      });
      const fact = { kind: "item", id: "MEMBER", reason: "Fact 1 does not decode" };
      const head = { kind: "ticket", id: "T-1", reason: "The head does not decode" };
      assert.deepEqual(told, [fact, head]);
      assert.deepEqual(logged.toSorted(), [
        `Error The item MEMBER is damaged: ${fact.reason}`,
        `Error The ticket T-1 is damaged: ${head.reason}`,
      ]);
      const others = keyWith("read", "debug:read", "admin");
      assertProblem(await ask("GET /v1/quarantine", { key: others }), 403, "missing-scope");
      const elsewhere = await ask("GET /v1/quarantine", { key: "all-scopes-elsewhere" });
      assert.deepEqual(elsewhere.body.data, []);
    });
  }),
);

Deno.test(
  "one damaged ticket stops no comparison, and the check says that it was not compared",
  onStage(async ({ damage, system, ...service }) => {
    for (const id of ["T-1", "T-2"]) {
      const { body } = await did(service, `GET /v1/tickets/${id}`);
      const admissionIds = id === "T-1" ? [] : [id];
      listed(system, body.credentials[0].value, { subject: { kind: "ticket", id }, admissionIds });
    }
    const { complete, counts } = await compared(service);
    assert.deepEqual([complete, counts.different], [true, 1]);
    listed(system, "X9", { subject: null, admissionIds: [] });
    damage([headKey(at("ticket", "T-1"))], async (service) => {
      const { complete, reason, counts } = await compared(service);
      const named = "Damaged, so that it was not compared: ticket T-1";
      assert.deepEqual([complete, reason], [false, named]);
      assert.deepEqual(counts, { missing: 0, unknown: 1, different: 0 });
      const { body } = await did(service, "GET /v1/adapters/main/reconciliation");
      assert.equal(body.complete, false);
      const known = body.differences.map(({ credential }: { credential: string }) => credential);
      assert.deepEqual(known, ["B1", "X9"], "what was known of it may be so still");
    });
  }),
);

Deno.test(
  "a comparison that could not be carried out is told as such, with who is damaged",
  onStage(async ({ damage, ...service }) => {
    assert.equal((await compared(service)).reason?.startsWith("The access control lists"), true);
    damage([headKey(at("reconciliation", "main"))], async (service) => {
      const { complete, reason } = await compared(service);
      assert.equal(complete, false);
      assert.match(reason ?? "", /the reconciliation main is damaged: The head does not decode$/);
    });
  }),
);

function listed(
  { listed }: ScriptedAccessControl,
  value: string,
  rest: Pick<Listed, "subject" | "admissionIds">,
): void {
  listed.push({ kind: "standard", value: Barcode(value), state: "live", ...rest });
}
