/**
 * Putting and removing a reference document.
 *
 * @module
 */
import { Equal, Result } from "effect";
import type { ReferenceKind } from "../address.ts";
import type { Decision } from "../decider.ts";
import type { Document, ReferenceDefined, ReferenceEvent, ReferenceRemoved } from "./events.ts";
import type { ReferenceState } from "./state.ts";

/** The commands of reference data. */
export type ReferenceCommand =
  | { readonly type: "PutReference"; readonly document: Document }
  | { readonly type: "RemoveReference" };

/** Why reference data was not changed. */
export type ReferenceRefusal = "ReferenceNotDefined";

const DEFINED: Record<ReferenceKind, ReferenceDefined["type"]> = {
  performance: "PerformanceDefined",
  "pass-type": "PassTypeDefined",
  bundle: "BundleDefined",
  item: "ItemDefined",
  "ticket-template": "TicketTemplateDefined",
};

const REMOVED: Record<ReferenceKind, ReferenceRemoved["type"]> = {
  performance: "PerformanceRemoved",
  "pass-type": "PassTypeRemoved",
  bundle: "BundleRemoved",
  item: "ItemRemoved",
  "ticket-template": "TicketTemplateRemoved",
};

/** Decides for one kind. Putting what is there already is no event. */
export function decideFor(
  kind: ReferenceKind,
): (
  state: ReferenceState,
  command: ReferenceCommand,
) => Decision<ReferenceEvent, ReferenceRefusal> {
  return (state, command) => {
    switch (command.type) {
      case "PutReference":
        return Result.succeed(
          state.document !== null && Equal.equals(state.document, command.document)
            ? []
            : [{ type: DEFINED[kind], document: command.document }],
        );
      case "RemoveReference":
        return state.document !== null ? Result.succeed([{ type: REMOVED[kind] }]) : Result.fail({
          type: "ReferenceNotDefined",
          rule: "Only reference data that is defined can be removed.",
          operands: { kind },
          advice: "Nothing needs to be done.",
        });
    }
  };
}
