/**
 * What an order does when it is told to, or why not.
 *
 * @module
 */
import { Result } from "effect";
import { VIRTUAL_PRINTER } from "../access_control.ts";
import type { CommandContext, Decision, Refusal } from "../decider.ts";
import type { AskedLine, Carrier, OrderEvent, TaskOutcome, Wish } from "./events.ts";
import type {
  CancelLines,
  ExchangeLines,
  OrderCommand,
  PlaceOrder,
  PrintOrder,
} from "./commands.ts";
import { type OrderRefusal, refuse } from "./refusals.ts";
import { type Sale, sell, type Seller } from "./selling.ts";
import { carrierKey, isStanding, type OrderLine, type OrderState } from "./state.ts";

/** A group of friends buys at once; a company splits. */
const LINES_MAX = 200;
/** One event's tasks must stay well below a stored value's 64 KiB; each takes up to 400 bytes. */
const TASKS_MAX = 120;

type Decided = Decision<OrderEvent, OrderRefusal>;
type Outcome<A> = Result.Result<A, Refusal<OrderRefusal>>;

/** Decides one command. */
export function decide(state: OrderState, command: OrderCommand, context: CommandContext): Decided {
  switch (command.type) {
    case "PlaceOrder":
      return place(state, command, context);
    case "PrintOrder":
      return print(state, command, context);
    case "CancelLines":
      return cancelLines(state, command, context);
    case "ExchangeLines":
      return exchange(state, command, context);
    case "RecordOutcomes":
      return recordOutcomes(state, command.outcomes);
  }
}

function place(state: OrderState, command: PlaceOrder, context: CommandContext): Decided {
  const { customerId } = command;
  if (state.customerId !== "" && state.customerId !== customerId) {
    return refuse("OtherCustomer", { customer: state.customerId });
  }
  const ids = idMaker(context);
  const sales = sellAll(state, command.lines, { customerId, context, ids });
  return Result.flatMap(sales, (sold) => {
    const lines = sold.map(({ line }) => line);
    const first: OrderEvent = state.customerId === ""
      ? { type: "OrderPlaced", customerId, lines }
      : { type: "LinesAdded", lines };
    const tasks = sold.flatMap(({ tasks }) => tasks);
    return withTasks(state, context, { events: [first], tasks });
  });
}

function exchange(state: OrderState, command: ExchangeLines, context: CommandContext): Decided {
  const { release, reason, override } = command;
  const ids = idMaker(context);
  const seller = { customerId: state.customerId, context, ids };
  return Result.flatMap(
    standing(state, release),
    (released) =>
      Result.flatMap(sellAll(state, command.lines, seller), (sold) => {
        const lines = sold.map(({ line }) => line);
        const added = lines.map(({ lineId }) => lineId);
        const events: ReadonlyArray<OrderEvent> = [
          { type: "LinesAdded", lines },
          { type: "LinesExchanged", released: release, added, reason },
          { type: "LinesReleased", lineIds: release, reason, override, by: context.by },
        ];
        const tasks = [
          ...releaseTasks(released, { reason, override, ids }),
          ...sold.flatMap(({ tasks }) => tasks),
        ];
        return withTasks(state, context, { events, tasks });
      }),
  );
}

function cancelLines(state: OrderState, command: CancelLines, context: CommandContext): Decided {
  const { lines, reason, override } = command;
  const ids = idMaker(context);
  return Result.flatMap(standing(state, lines), (released) =>
    withTasks(state, context, {
      events: [{ type: "LinesReleased", lineIds: lines, reason, override, by: context.by }],
      tasks: releaseTasks(released, { reason, override, ids }),
    }));
}

/** What is unprinted is printed; what is printed only with a reason, and then dies first. */
function print(state: OrderState, command: PrintOrder, context: CommandContext): Decided {
  const { reprint, printer } = command;
  const named = command.lines === null
    ? Result.succeed(Object.values(state.lines).filter(isStanding))
    : standing(state, command.lines);
  return Result.flatMap(named, (lines): Decided => {
    if (lines.length === 0) return refuse("NothingToPrint");
    const fresh = lines.filter(({ status }) => status === "unprinted");
    const again = reprint === null ? [] : lines.filter(({ status }) => status === "printed");
    if (fresh.length + again.length === 0) {
      return refuse("OrderAlreadyPrinted", { lines: lines.map(({ lineId }) => lineId) });
    }
    const ids = idMaker(context);
    const events: Array<OrderEvent> = [];
    if (fresh.length > 0) {
      const lineIds = fresh.map(({ lineId }) => lineId);
      events.push({ type: "OrderPrintRequested", lineIds, printer: printer ?? VIRTUAL_PRINTER });
    }
    if (reprint !== null && again.length > 0) {
      const lineIds = again.map(({ lineId }) => lineId);
      events.push({ type: "OrderReprintRequested", lineIds, reason: reprint.reason, printer });
    }
    return withTasks(state, context, {
      events,
      tasks: [
        ...printTasks(fresh, { printer: printer ?? VIRTUAL_PRINTER, orderId: context.id, ids }),
        ...reprintTasks(again, { reason: reprint?.reason ?? "", printer, ids }),
      ],
    });
  });
}

/** Outcomes of tasks that are not waited for (any more) change nothing. */
function recordOutcomes(state: OrderState, outcomes: ReadonlyArray<TaskOutcome>): Decided {
  const waited = new Map(state.tasks.map((task) => [task.taskId, task]));
  const news = outcomes.filter(({ taskId }) => waited.has(taskId));
  if (news.length === 0) return Result.succeed([]);
  const lost = news.flatMap((outcome): ReadonlyArray<OrderEvent> => {
    const task = waited.get(outcome.taskId);
    if (task?.command.type !== "LoadPass" || task.holding === null) return [];
    if (!wasNotAcquired(outcome)) return [];
    const { customerId } = task.command;
    const { target: { id: passId }, holding } = task;
    return [{ type: "PassNotAcquired", passId, customerId, holding }];
  });
  return Result.succeed([{ type: "TasksFinished", outcomes: news }, ...lost]);
}

/** The pass that refused is there, but ended or somebody else's: the claim was not its own. */
const NOT_HELD = [
  "PassOfOtherCustomer",
  "PassAlreadyCancelled",
  "PassIsCancelling",
  "PassIsDeleted",
];

function wasNotAcquired({ refusal, exists }: TaskOutcome): boolean {
  return refusal !== null && (!exists || NOT_HELD.includes(refusal.type));
}

function withTasks(
  state: OrderState,
  context: CommandContext,
  { events, tasks }: {
    readonly events: ReadonlyArray<OrderEvent>;
    readonly tasks: ReadonlyArray<Wish>;
  },
): Decided {
  if (tasks.length === 0) return Result.succeed(events);
  if (state.tasks.length + tasks.length > TASKS_MAX) {
    return refuse("OrderFull", { passesAndTickets: tasks.length, most: TASKS_MAX });
  }
  const { by, commandId: correlationId } = context;
  return Result.succeed([...events, {
    type: "TasksQueued",
    revision: state.desired + 1,
    tasks: tasks.map((task) => ({ ...task, by, correlationId })),
  }]);
}

function sellAll(
  state: OrderState,
  asked: ReadonlyArray<AskedLine>,
  { customerId, context, ids }: {
    readonly customerId: string;
    readonly context: CommandContext;
    readonly ids: Seller["nextId"];
  },
): Outcome<ReadonlyArray<Sale>> {
  const all = Object.keys(state.lines).length + asked.length;
  if (all > LINES_MAX) return refuse("OrderFull", { lines: all, most: LINES_MAX });
  const seen = new Set(Object.keys(state.lines));
  const sales: Array<Sale> = [];
  for (const line of asked) {
    if (seen.has(line.lineId)) return refuse("LineAlreadyInOrder", { line: line.lineId });
    seen.add(line.lineId);
    const sale = sell(line, { orderId: context.id, customerId, context, nextId: ids });
    if (Result.isFailure(sale)) {
      const { type, operands } = sale.failure;
      return refuse(type, { line: line.lineId, ...operands });
    }
    sales.push(sale.success);
  }
  return Result.succeed(sales);
}

function standing(
  { lines }: OrderState,
  lineIds: ReadonlyArray<string>,
): Outcome<ReadonlyArray<OrderLine>> {
  const found: Array<OrderLine> = [];
  for (const lineId of new Set(lineIds)) {
    const line = Object.hasOwn(lines, lineId) ? lines[lineId] : undefined;
    if (line === undefined) return refuse("LineUnknown", { line: lineId });
    if (!isStanding(line)) return refuse("LineNotStanding", { line: lineId, status: line.status });
    found.push(line);
  }
  return Result.succeed(found);
}

/** A carrier with the lines that are on it. */
interface Load {
  readonly carrier: Carrier;
  readonly lineIds: ReadonlyArray<string>;
}

/** Rule B3: passes first, then the tickets of bundles, then single tickets. */
function loadsOf(lines: ReadonlyArray<OrderLine>): ReadonlyArray<Load> {
  const passes = new Map<string, Load>();
  const ofBundles: Array<Load> = [];
  const singles: Array<Load> = [];
  for (const { lineId, kind, carriers } of lines) {
    for (const carrier of carriers) {
      if (carrier.kind === "ticket") {
        (kind === "bundle" ? ofBundles : singles).push({ carrier, lineIds: [lineId] });
        continue;
      }
      const load = passes.get(carrier.id);
      passes.set(carrier.id, {
        carrier: {
          ...carrier,
          admissionIds: [...load?.carrier.admissionIds ?? [], ...carrier.admissionIds],
          acquires: carrier.acquires || load?.carrier.acquires === true,
        },
        lineIds: [...load?.lineIds ?? [], lineId],
      });
    }
  }
  return [...passes.values(), ...ofBundles, ...singles];
}

function printTasks(
  lines: ReadonlyArray<OrderLine>,
  { printer, orderId, ids }: {
    readonly printer: string;
    readonly orderId: string;
    readonly ids: Seller["nextId"];
  },
): ReadonlyArray<Wish> {
  const unprinted = lines.map((line) => ({
    ...line,
    carriers: line.carriers.filter((carrier) => !Object.hasOwn(line.prints, carrierKey(carrier))),
  }));
  return loadsOf(unprinted).map(({ carrier, lineIds }): Wish => ({
    taskId: ids("t"),
    lineIds,
    purpose: "print",
    target: { kind: carrier.kind, id: carrier.id },
    command: carrier.kind === "ticket"
      ? { type: "PrintTicket", printer }
      : { type: "PrintPass", orderId, printer, admissionIds: carrier.admissionIds },
    holding: null,
  }));
}

function reprintTasks(
  lines: ReadonlyArray<OrderLine>,
  { reason, printer, ids }: {
    readonly reason: string;
    readonly printer: string | null;
    readonly ids: Seller["nextId"];
  },
): ReadonlyArray<Wish> {
  return loadsOf(lines).map(({ carrier, lineIds }): Wish => ({
    taskId: ids("t"),
    lineIds,
    purpose: "reprint",
    target: { kind: carrier.kind, id: carrier.id },
    command: carrier.kind === "ticket"
      ? { type: "ReprintTicket", reason, printer, ticketNumber: null, override: false }
      : { type: "ReprintPass", reason, printer },
    holding: null,
  }));
}

/** A pass that a line gave goes with it, unless something else is on it. */
function releaseTasks(
  lines: ReadonlyArray<OrderLine>,
  { reason, override, ids }: {
    readonly reason: string;
    readonly override: boolean;
    readonly ids: Seller["nextId"];
  },
): ReadonlyArray<Wish> {
  return loadsOf(lines).map(({ carrier, lineIds }): Wish => ({
    taskId: ids("t"),
    lineIds,
    purpose: "release",
    target: { kind: carrier.kind, id: carrier.id },
    command: carrier.kind === "ticket" ? { type: "CancelTicket", reason, override } : {
      type: "WithdrawAdmissions",
      admissionIds: carrier.admissionIds,
      reason,
      override,
      cancelWhenEmpty: carrier.acquires,
    },
    holding: null,
  }));
}

/** Ids from the command's own: the same command gives the same ids. */
function idMaker({ commandId }: CommandContext): Seller["nextId"] {
  let made = 0;
  return (prefix) => `${prefix}-${commandId}-${made += 1}`;
}
