/**
 * An order as it is shown, but for its id and version.
 *
 * @module
 */
import type { Refusal } from "../decider.ts";
import { carrierKey, type OrderLine, type OrderState, type OrderStatus, status } from "./state.ts";

/** One line as it is shown. */
export interface LineView {
  readonly lineId: string;
  readonly kind: string;
  readonly code: string;
  readonly status: string;
  readonly refusal?: Refusal;
  readonly actors: ReadonlyArray<{
    readonly kind: string;
    readonly id: string;
    readonly admissionIds?: ReadonlyArray<string>;
  }>;
  readonly exchangedWith: ReadonlyArray<string>;
}

/** The fields of `GET /v1/orders/{id}`, but for `confirmed`, which is the carriers' to say. */
export interface OrderView {
  readonly customerId: string;
  readonly status: OrderStatus;
  /** Commands to passes and tickets that are not carried out yet. */
  readonly underWay: number;
  readonly lines: ReadonlyArray<LineView>;
}

/** Lines in the order in which they were sold. */
export function view(state: OrderState): OrderView {
  return {
    customerId: state.customerId,
    status: status(state),
    underWay: state.tasks.length,
    lines: Object.values(state.lines).map(lineView),
  };
}

/** What must be acknowledged before every accepted print of the order is confirmed. */
export function printsOf(
  { lines }: OrderState,
): ReadonlyArray<
  { readonly kind: "pass" | "ticket"; readonly id: string; readonly revision: number }
> {
  return Object.values(lines)
    .filter((line) => line.status === "printed")
    .flatMap(({ carriers, prints }) =>
      carriers.map(({ kind, id }) => ({
        kind,
        id,
        revision: prints[carrierKey({ kind, id })] ?? 0,
      }))
    );
}

function lineView(line: OrderLine): LineView {
  const { lineId, kind, code, refusal, carriers, exchangedWith } = line;
  return {
    lineId,
    kind,
    code,
    status: line.status,
    ...(refusal === null ? {} : { refusal }),
    actors: carriers.map(({ kind, id, admissionIds }) =>
      kind === "pass" ? { kind, id, admissionIds } : { kind, id }
    ),
    exchangedWith,
  };
}
