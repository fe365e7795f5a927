/**
 * An order as its facts make it.
 *
 * @module
 */
import type { Refusal } from "../decider.ts";
import type { Carrier, OrderEvent, SoldLine, Task, TaskOutcome } from "./events.ts";

/** How far a line has come. `refused`: nothing of it was granted. */
export type LineStatus = "unprinted" | "printed" | "cancelled" | "refused";

/** A line with what became of it. */
export interface OrderLine extends SoldLine {
  readonly status: LineStatus;
  /** The last thing of it that a pass or ticket refused. */
  readonly refusal: Refusal | null;
  /** By carrier, as `kind/id`, that accepted a print: its revision that confirms it. */
  readonly prints: { readonly [carrier: string]: number };
  /** Lines that it was exchanged with. */
  readonly exchangedWith: ReadonlyArray<string>;
}

/** The whole order. */
export interface OrderState {
  /** Empty before it is placed. */
  readonly customerId: string;
  readonly lines: { readonly [lineId: string]: OrderLine };
  /** Not yet known to be carried out, in the order of their queueing. */
  readonly tasks: ReadonlyArray<Task>;
  /** Revisions, as an actor's towards the access control: here towards passes and tickets. */
  readonly desired: number;
  readonly acknowledged: number;
}

/** Nothing was sold. */
export const initial: OrderState = {
  customerId: "",
  lines: {},
  tasks: [],
  desired: 0,
  acknowledged: 0,
};

/** What the whole has become, over the lines that stand. */
export type OrderStatus = "unprinted" | "partially-printed" | "printed" | "cancelled";

/** Lines that were cancelled or refused count only when there are no others. */
export function status({ lines }: OrderState): OrderStatus {
  const standing = Object.values(lines).filter(isStanding);
  if (standing.length === 0) return "cancelled";
  const printed = standing.filter((line) => line.status === "printed").length;
  if (printed === 0) return "unprinted";
  return printed === standing.length ? "printed" : "partially-printed";
}

/** Neither taken back nor refused. */
export function isStanding(line: OrderLine): boolean {
  return line.status === "unprinted" || line.status === "printed";
}

/** `kind/id`: the key of a carrier inside one order. */
export function carrierKey({ kind, id }: Pick<Carrier, "kind" | "id">): string {
  return `${kind}/${id}`;
}

/** Total and pure. */
export function evolve(state: OrderState, event: OrderEvent): OrderState {
  switch (event.type) {
    case "OrderPlaced":
      return { ...withLines(state, event.lines), customerId: event.customerId };
    case "LinesAdded":
      return withLines(state, event.lines);
    case "OrderPrintRequested":
      // A line without carriers has nothing that could refuse its print.
      return mapLines(state, event.lineIds, (line) => ({
        ...line,
        refusal: null,
        status: line.carriers.length === 0 ? "printed" : line.status,
      }));
    case "OrderReprintRequested":
    case "PassNotAcquired":
      return state;
    case "LinesReleased":
      return mapLines(
        state,
        event.lineIds,
        (line) => line.carriers.length === 0 ? { ...line, status: "cancelled" } : line,
      );
    case "LinesExchanged":
      return linked(linked(state, event.released, event.added), event.added, event.released);
    case "TasksQueued":
      return { ...state, tasks: [...state.tasks, ...event.tasks], desired: event.revision };
    case "TasksFinished":
      return finished(state, event.outcomes);
  }
}

function withLines(state: OrderState, sold: ReadonlyArray<SoldLine>): OrderState {
  const lines = { ...state.lines };
  for (const line of sold) {
    lines[line.lineId] = {
      ...line,
      status: "unprinted",
      refusal: null,
      prints: {},
      exchangedWith: [],
    };
  }
  return { ...state, lines };
}

function mapLines(
  state: OrderState,
  lineIds: ReadonlyArray<string>,
  change: (line: OrderLine) => OrderLine,
): OrderState {
  const lines = { ...state.lines };
  for (const lineId of lineIds) {
    const line = lines[lineId];
    if (line !== undefined) lines[lineId] = change(line);
  }
  return { ...state, lines };
}

function linked(
  state: OrderState,
  lineIds: ReadonlyArray<string>,
  others: ReadonlyArray<string>,
): OrderState {
  return mapLines(state, lineIds, (line) => ({
    ...line,
    exchangedWith: [...line.exchangedWith, ...others],
  }));
}

function finished(state: OrderState, outcomes: ReadonlyArray<TaskOutcome>): OrderState {
  const byId = new Map(outcomes.map((outcome) => [outcome.taskId, outcome]));
  const done = state.tasks.filter(({ taskId }) => byId.has(taskId));
  const tasks = state.tasks.filter(({ taskId }) => !byId.has(taskId));
  let next: OrderState = { ...state, tasks };
  for (const task of done) {
    const outcome = byId.get(task.taskId);
    if (outcome === undefined) continue;
    next = mapLines(next, task.lineIds, (line) => afterTask(line, task, outcome));
  }
  return tasks.length === 0 ? { ...next, acknowledged: next.desired } : next;
}

function afterTask(
  line: OrderLine,
  task: Task,
  { refusal, revision }: TaskOutcome,
): OrderLine {
  const others = line.carriers.filter((carrier) => !isTarget(carrier, task));
  switch (task.purpose) {
    case "grant":
      if (refusal === null) return line;
      return {
        ...line,
        refusal,
        carriers: others,
        status: others.length > 0 ? line.status : "refused",
      };
    case "print":
    case "reprint": {
      if (refusal !== null) return { ...line, refusal };
      const prints = { ...line.prints, [carrierKey(task.target)]: revision ?? 0 };
      const all = line.carriers.every((carrier) => Object.hasOwn(prints, carrierKey(carrier)));
      return { ...line, prints, status: all ? "printed" : line.status };
    }
    case "release":
      if (refusal !== null) return { ...line, refusal };
      return others.length === 0 ? { ...line, status: "cancelled" } : { ...line, carriers: others };
  }
}

function isTarget(carrier: Carrier, { target }: Task): boolean {
  return carrier.kind === target.kind && carrier.id === target.id;
}
