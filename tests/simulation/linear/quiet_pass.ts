/**
 * A pass that is never printed, told anew in the fewest words: nothing of it concerns a gate.
 *
 * @module
 */
import type { Tagged } from "../../../actors/decider.ts";
import type { PassCommand, PassState } from "../../../actors/pass/mod.ts";
import type { Sequential } from "./search.ts";

/** What such a pass is told. */
export type QuietCommand = Extract<
  PassCommand,
  {
    readonly type:
      | "AcquirePass"
      | "AddAdmission"
      | "RemoveAdmission"
      | "TransferPass"
      | "DeletePass";
  }
>;

/** What of it shows; `null`: there is none. */
export interface Shown {
  readonly customer: string;
  readonly isDeleted: boolean;
  /** By id: the performance, or "off" when it was taken off. */
  readonly admissions: Readonly<Record<string, string>>;
}

/** A command, or a look. */
export type Asked = Tagged | "look";

/** A refusal, "done", or what a look shows. */
export type Said = string | Shown | null;

type State = Shown | null;
type Made = { readonly state: State; readonly output: Said };

/** One pass. */
export const QUIET_PASS: Sequential<State, Asked, Said> = {
  initial: null,
  apply: (state, asked) => {
    if (asked === "look") return { state, output: state };
    const command = asked as QuietCommand;
    if (command.type === "AcquirePass") {
      const { customerId: customer } = command;
      return state === null
        ? done({ customer, isDeleted: false, admissions: {} })
        : { state, output: "PassAlreadyAcquired" };
    }
    if (state === null) return { state, output: "UnknownActor" };
    if (state.isDeleted) return { state, output: "PassIsDeleted" };
    return applyTo(state, command);
  },
};

function applyTo(
  state: Shown,
  command: Exclude<QuietCommand, { readonly type: "AcquirePass" }>,
): Made {
  const { admissions } = state;
  switch (command.type) {
    case "AddAdmission": {
      const { admissionId: id, performance } = command;
      if (id in admissions) return { state, output: "AdmissionAlreadyOnPass" };
      if (Object.values(admissions).includes(performance)) {
        return { state, output: "PerformanceAlreadyOnPass" };
      }
      return done({ ...state, admissions: sorted({ ...admissions, [id]: performance }) });
    }
    case "RemoveAdmission": {
      const { admissionId: id } = command;
      if (!(id in admissions)) return { state, output: "AdmissionUnknown" };
      if (admissions[id] === "off") return { state, output: "AdmissionAlreadyRevoked" };
      return done({ ...state, admissions: sorted({ ...admissions, [id]: "off" }) });
    }
    case "TransferPass": {
      const { customerId: customer } = command;
      return customer === state.customer
        ? { state, output: "SameCustomer" }
        : done({ ...state, customer });
    }
    case "DeletePass":
      return done({
        ...state,
        isDeleted: true,
        admissions: Object.fromEntries(Object.keys(admissions).map((id) => [id, "off"])),
      });
  }
}

function done(state: Shown): Made {
  return { state, output: "done" };
}

/** The real pass, in the same words. */
export function shownOf({ entitlement, customerId, admissions }: PassState): Shown {
  const all = Object.entries(admissions).map(([id, { state, performance }]) => [
    id,
    state === "revoked" ? "off" : performance,
  ]);
  return {
    customer: customerId,
    isDeleted: entitlement === "deleted",
    admissions: sorted(Object.fromEntries(all)),
  };
}

function sorted(admissions: Readonly<Record<string, string>>): Shown["admissions"] {
  return Object.fromEntries(Object.entries(admissions).toSorted(([a], [b]) => a < b ? -1 : 1));
}
