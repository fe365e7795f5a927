/**
 * Comparing the lists over REST: what a scenario asks for, and what it then reads.
 *
 * @module
 */
import assert from "node:assert/strict";
import { eventually } from "./eventually.ts";
import type { BoxOffice, EventBody } from "./service_client.ts";
import { allocate } from "./service_season.ts";

interface SideBody {
  readonly state: string;
  readonly actor: { readonly kind: string; readonly id: string } | null;
  readonly admissions: ReadonlyArray<string>;
}

/** One difference, as the API shows it. */
export interface DifferenceBody {
  readonly id: string;
  readonly kind: string;
  readonly actor: { readonly kind: string; readonly id: string } | null;
  readonly credential: string;
  readonly ours: SideBody | null;
  readonly theirs: SideBody | null;
  readonly proposal: string;
  readonly state: string;
}

/** `GET /v1/adapters/{name}/reconciliation`. */
export interface ReconciliationBody {
  readonly checkedAt: string | null;
  readonly complete: boolean;
  readonly reason: string | null;
  readonly differences: ReadonlyArray<DifferenceBody>;
}

const PATH = "adapters/main/reconciliation";

/** What is known to differ now at access control `main`. */
export async function readReconciliation(box: BoxOffice): Promise<ReconciliationBody> {
  const { status, body } = await box.ask<ReconciliationBody>("GET", PATH);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

/** Has the lists compared; gives what was found. */
export async function reconcile(box: BoxOffice): Promise<ReconciliationBody> {
  const { status, body } = await box.ask<ReconciliationBody>(
    "POST",
    "adapters/main/reconcile",
    { body: {} },
  );
  assert.equal(status, 202, JSON.stringify(body));
  return await eventually("the lists are compared", async () => {
    const now = await readReconciliation(box);
    return now.checkedAt === body.checkedAt ? null : now;
  });
}

/** An operator's word about one difference; gives it as it then is. */
export async function decideOn(
  box: BoxOffice,
  { id }: DifferenceBody,
  verb: "approve" | "ignore",
): Promise<DifferenceBody> {
  const path = `${PATH}/${id}/${verb}`;
  const { status, body } = await box.ask<DifferenceBody>("POST", path, { body: {} });
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

/** Waits until no repair is under way: ordered, sent and confirmed. */
export async function repairsDone(box: BoxOffice): Promise<void> {
  await eventually("all repairs are confirmed", async () => {
    const { differences } = await readReconciliation(box);
    if (differences.some(({ state }) => state === "approved")) return null;
    const { body } = await box.ask<{ readonly backlog: number }>("GET", "adapters/main");
    return body.backlog === 0 ? true : null;
  });
}

/** Printed, side by side; gives their barcodes in the order of `ids`. */
export async function sellTickets(
  box: BoxOffice,
  ids: ReadonlyArray<string>,
): Promise<ReadonlyArray<string>> {
  return await Promise.all(ids.map(async (id) => {
    await allocate(box, id);
    await box.did(`tickets/${id}/print`);
    return await box.liveValue(`tickets/${id}`);
  }));
}

/** How many facts of a type there are, of the first 500. */
export async function factsOf(box: BoxOffice, type: string): Promise<number> {
  const path = `events?type=${type}&limit=500`;
  const { body } = await box.ask<{ readonly data: ReadonlyArray<EventBody> }>("GET", path);
  return body.data.length;
}
