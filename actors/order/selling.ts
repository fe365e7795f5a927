/**
 * What a sold line grants: which passes and tickets carry it, and what each is told.
 *
 * @module
 */
import { Result } from "effect";
import type { Performance } from "../catalogue.ts";
import type { CommandContext, Refusal } from "../decider.ts";
import { holdingOf } from "../holding.ts";
import type { Seat } from "../mapping.ts";
import type { AskedLine, Carrier, SoldLine, Wish } from "./events.ts";
import { type OrderRefusal, refuse } from "./refusals.ts";

/** A line with the commands that make it true. */
export interface Sale {
  readonly line: SoldLine;
  readonly tasks: ReadonlyArray<Wish>;
}

/** Whose order it is, and where its ids come from. */
export interface Seller {
  readonly orderId: string;
  readonly customerId: string;
  readonly context: CommandContext;
  /** Ids that are unique for ever: `P-…-1`. */
  readonly nextId: (prefix: string) => string;
}

type Sold = Result.Result<Sale, Refusal<OrderRefusal>>;

/** Sells one line, or says which rule of the reference data is against it. */
export function sell(asked: AskedLine, seller: Seller): Sold {
  switch (asked.kind) {
    case "performance":
      return sellPerformance(asked, seller);
    case "bundle":
      return sellBundle(asked, seller);
    case "item":
      return sellItem(asked, seller);
  }
}

interface Admission {
  readonly admissionId: string;
  readonly performance: string;
  readonly priceType: string;
  readonly seat: Seat | null;
}

function sellPerformance(asked: AskedLine, seller: Seller): Sold {
  const { code, priceType, seat, passId } = asked;
  const performance = seller.context.catalogue.performance(code);
  if (performance === undefined) return refuse("PerformanceUnknown", { performance: code });
  if (priceType === null) return refuse("PriceTypeMissing", { line: asked.lineId });
  const carrier = carrierOf(asked, performance);
  if (Result.isFailure(carrier)) return Result.fail(carrier.failure);
  if (carrier.success === "ticket") {
    return Result.succeed(saleOf(asked, [ticketOf({ asked, performance: code, seat }, seller)]));
  }
  if (passId === null) return refuse("PassNotNamed", { line: asked.lineId });
  const admission = { admissionId: seller.nextId("A"), performance: code, priceType, seat };
  return Result.succeed(
    saleOf(asked, [loadOf({ asked, passId, acquire: null, admissions: [admission] }, seller)]),
  );
}

/** Where both are possible the line decides; without a word it is the pass it names, or a ticket. */
function carrierOf(
  { carrier, passId }: AskedLine,
  { ticketTemplate, eligiblePasses }: Performance,
): Result.Result<"pass" | "ticket", Refusal<OrderRefusal>> {
  if (ticketTemplate === null && eligiblePasses.length === 0) return refuse("NotPrintable");
  const wanted = carrier ?? (passId === null ? "ticket" : "pass");
  if (wanted === "ticket" && ticketTemplate === null) {
    return refuse("NotPrintableAsTicket", { eligiblePasses });
  }
  if (wanted === "pass" && eligiblePasses.length === 0) {
    return refuse("PassNotEligible", { eligiblePasses });
  }
  return Result.succeed(wanted);
}

/** Its pass takes the performances that it is eligible for; the others follow their template. */
function sellBundle(asked: AskedLine, seller: Seller): Sold {
  const { catalogue } = seller.context;
  const bundle = catalogue.bundle(asked.code);
  if (bundle === undefined) return refuse("BundleUnknown", { bundle: asked.code });
  const { assignedPass, performances } = bundle;
  const foreign = Object.keys(asked.seats ?? {}).find((code) => !performances.includes(code));
  if (foreign !== undefined) return refuse("SeatNotOfBundle", { performance: foreign });
  if (asked.priceType === null) return refuse("PriceTypeMissing", { line: asked.lineId });
  if (assignedPass !== null && catalogue.passType(assignedPass) === undefined) {
    return refuse("PassTypeUnknown", { passType: assignedPass });
  }
  const admissions: Array<Admission> = [];
  const parts: Array<Part> = [];
  for (const code of performances) {
    const performance = catalogue.performance(code);
    if (performance === undefined) return refuse("PerformanceUnknown", { performance: code });
    const seat = asked.seats?.[code] ?? null;
    if (assignedPass !== null && performance.eligiblePasses.includes(assignedPass)) {
      const { priceType } = asked;
      admissions.push({ admissionId: seller.nextId("A"), performance: code, priceType, seat });
    } else if (performance.ticketTemplate !== null) {
      parts.push(ticketOf({ asked, performance: code, seat }, seller));
    } else {
      const { eligiblePasses } = performance;
      return eligiblePasses.length === 0
        ? refuse("NotPrintable", { performance: code })
        : refuse("NotPrintableAsTicket", { performance: code, eligiblePasses });
    }
  }
  if (assignedPass === null) return Result.succeed(saleOf(asked, parts));
  const pass = { asked, passId: asked.passId, acquire: assignedPass, admissions };
  return Result.succeed(saleOf(asked, [loadOf(pass, seller), ...parts]));
}

function sellItem(asked: AskedLine, seller: Seller): Sold {
  const { catalogue } = seller.context;
  const item = catalogue.item(asked.code);
  if (item === undefined) return refuse("ItemUnknown", { item: asked.code });
  const { assignedPass } = item;
  if (assignedPass === null) return Result.succeed(saleOf(asked, []));
  if (catalogue.passType(assignedPass) === undefined) {
    return refuse("PassTypeUnknown", { passType: assignedPass });
  }
  const pass = { asked, passId: asked.passId, acquire: assignedPass, admissions: [] };
  return Result.succeed(saleOf(asked, [loadOf(pass, seller)]));
}

interface Part {
  readonly carrier: Carrier;
  readonly task: Wish;
}

function saleOf({ lineId, kind, code, priceType }: AskedLine, parts: ReadonlyArray<Part>): Sale {
  return {
    line: {
      lineId,
      kind,
      code,
      priceType: priceType ?? "",
      carriers: parts.map(({ carrier }) => carrier),
    },
    tasks: parts.map(({ task }) => task),
  };
}

function ticketOf(
  { asked, performance, seat }: {
    readonly asked: AskedLine;
    readonly performance: string;
    readonly seat: Seat | null;
  },
  { orderId, customerId, nextId }: Seller,
): Part {
  const target = { kind: "ticket", id: nextId("T") } as const;
  return {
    carrier: { ...target, admissionIds: [], acquires: false },
    task: {
      taskId: nextId("t"),
      lineIds: [asked.lineId],
      purpose: "grant",
      target,
      command: {
        type: "AllocateTicket",
        orderId,
        customerId,
        performance,
        priceType: asked.priceType ?? "",
        seat,
        ticketNumber: null,
        accessControl: null,
      },
      holding: null,
    },
  };
}

/** All of the line that goes on one pass, in one command: the pass takes all of it or nothing. */
function loadOf(
  { asked, passId, acquire, admissions }: {
    readonly asked: AskedLine;
    readonly passId: string | null;
    readonly acquire: string | null;
    readonly admissions: ReadonlyArray<Admission>;
  },
  { orderId, customerId, context, nextId }: Seller,
): Part {
  const passType = acquire === null ? undefined : context.catalogue.passType(acquire);
  const target = { kind: "pass", id: passId ?? nextId("P") } as const;
  const source = { kind: asked.kind === "item" ? "item" : "bundle", code: asked.code } as const;
  return {
    carrier: {
      ...target,
      admissionIds: admissions.map(({ admissionId }) => admissionId),
      acquires: acquire !== null,
    },
    task: {
      taskId: nextId("t"),
      lineIds: [asked.lineId],
      purpose: "grant",
      target,
      command: {
        type: "LoadPass",
        customerId,
        orderId,
        acquire: acquire === null ? null : { passType: acquire, source: { ...source, orderId } },
        admissions,
      },
      holding: acquire === null || passType === undefined ? null : holdingOf(acquire, passType),
    },
  };
}
