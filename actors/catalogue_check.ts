/**
 * What of the reference data would be refused later: at the sale, or at the print.
 *
 * @module
 */
import type { ReferenceKind } from "./address.ts";
import type { Bundle, CodeBySection, Item, PassType, Performance } from "./catalogue.ts";
import { CARD_CODES, type CodeName, ticketCodes } from "./mapping.ts";
import { STANDARD_CODE, type TicketTemplate } from "./ticket_template.ts";

/** One tenant's reference data by code, and the names of its access-control systems. */
export interface CheckedCatalogue {
  readonly performances: ReadonlyMap<string, Performance>;
  readonly passTypes: ReadonlyMap<string, PassType>;
  readonly bundles: ReadonlyMap<string, Bundle>;
  readonly items: ReadonlyMap<string, Item>;
  readonly ticketTemplates: ReadonlyMap<string, TicketTemplate>;
  readonly accessControls: ReadonlySet<string>;
  /** Documents that are damaged, so that they are not among these. */
  readonly damaged: ReadonlyArray<Pick<CatalogueProblem, "kind" | "id">>;
}

const DETAILS = {
  "quarantined": "It is damaged: what it says cannot be read, and nothing is sold on it.",
  "codes-missing": "A print needs these codes of the access control, and they are not known.",
  "not-printable": "It has neither a ticket template nor a pass that could hold an admission.",
  "access-control-unknown": "No such access-control system is configured.",
  "access-control-differs": "These pass types are on another access control than the performance.",
  "pass-type-unknown": "These pass types are not defined.",
  "ticket-template-unknown": "The ticket template is not defined: the standard one is printed.",
  "performance-unknown": "These performances are not defined.",
  "assigned-pass-unknown": "The assigned pass is not defined as a pass type.",
  "assigned-pass-not-eligible": "The assigned pass is not eligible for these performances.",
} as const;

/** Names of what can be wrong. Part of the public contract: add, never rename. */
export type CatalogueProblemCode = keyof typeof DETAILS;

/** One thing that is wrong with one document. */
export interface CatalogueProblem {
  readonly code: CatalogueProblemCode;
  readonly kind: ReferenceKind;
  readonly id: string;
  /** Codes (`AreaCode`, or `AreaCode.N12` for one section) or other documents that it is about. */
  readonly fields: ReadonlyArray<string>;
  readonly detail: string;
}

/** All problems, what is damaged first, then by kind and in the order of the maps. Empty: everything can be sold and printed. */
export function checkCatalogue(catalogue: CheckedCatalogue): ReadonlyArray<CatalogueProblem> {
  const { performances, passTypes, bundles, items, damaged } = catalogue;
  const openedByAll = new Set([...passTypes.values()].flatMap(({ allAccess }) => allAccess));
  return [
    ...damaged.map(({ kind, id }): CatalogueProblem => {
      return { code: "quarantined", kind, id, fields: [], detail: DETAILS.quarantined };
    }),
    ...each(
      "performance",
      performances,
      (performance, code) =>
        checkPerformance(performance, { isOpened: openedByAll.has(code), catalogue }),
    ),
    ...each("pass-type", passTypes, (passType) => checkPassType(passType, catalogue)),
    ...each("bundle", bundles, (bundle) => checkBundle(bundle, catalogue)),
    ...each("item", items, ({ assignedPass }) => checkAssigned(assignedPass, catalogue)),
  ];
}

/** What is wrong, and what it is about; nothing that it is about: nothing is wrong. */
type Finding = readonly [code: CatalogueProblemCode, fields: ReadonlyArray<string>];

function each<A>(
  kind: ReferenceKind,
  documents: ReadonlyMap<string, A>,
  check: (document: A, code: string) => ReadonlyArray<Finding>,
): ReadonlyArray<CatalogueProblem> {
  return [...documents].flatMap(([id, document]) =>
    check(document, id)
      .filter(([, fields]) => fields.length > 0)
      .map(([code, fields]) => ({ code, kind, id, fields, detail: DETAILS[code] }))
  );
}

function checkPerformance(
  performance: Performance,
  { isOpened, catalogue: { passTypes, ticketTemplates, accessControls } }: {
    readonly isOpened: boolean;
    readonly catalogue: CheckedCatalogue;
  },
): ReadonlyArray<Finding> {
  const { ticketTemplate, eligiblePasses, accessControl } = performance;
  const isForPasses = eligiblePasses.length > 0 || isOpened;
  const needed = ticketTemplate !== null ? ticketCodes(performance) : isForPasses ? CARD_CODES : [];
  const isPrintable = ticketTemplate !== null || isForPasses;
  return [
    ["not-printable", isPrintable ? [] : ["ticketTemplate", "eligiblePasses"]],
    ["codes-missing", missingCodes(performance, needed)],
    ["access-control-unknown", unknown([accessControl], accessControls)],
    ["pass-type-unknown", unknown(eligiblePasses, passTypes)],
    [
      "ticket-template-unknown",
      ticketTemplate === null || ticketTemplate === STANDARD_CODE
        ? []
        : unknown([ticketTemplate], ticketTemplates),
    ],
    [
      "access-control-differs",
      eligiblePasses.filter((code) => {
        const its = passTypes.get(code)?.accessControl ?? accessControl;
        return its !== accessControl;
      }),
    ],
  ];
}

function checkPassType(
  { accessControl, allAccess }: PassType,
  { performances, accessControls }: CheckedCatalogue,
): ReadonlyArray<Finding> {
  return [
    [
      "access-control-unknown",
      accessControl === null ? [] : unknown([accessControl], accessControls),
    ],
    ["performance-unknown", unknown(allAccess, performances)],
  ];
}

/** Rule A4: to be loaded, a performance of the bundle must name the pass that its buyer is given. */
function checkBundle(
  { assignedPass, performances: codes }: Bundle,
  catalogue: CheckedCatalogue,
): ReadonlyArray<Finding> {
  const { performances, passTypes } = catalogue;
  const isKnown = assignedPass !== null && passTypes.has(assignedPass);
  return [
    ["performance-unknown", unknown(codes, performances)],
    ...checkAssigned(assignedPass, catalogue),
    [
      "assigned-pass-not-eligible",
      codes.filter((code) => {
        const performance = performances.get(code);
        return isKnown && performance !== undefined &&
          !performance.eligiblePasses.includes(assignedPass);
      }),
    ],
  ];
}

function checkAssigned(
  assignedPass: string | null,
  { passTypes }: CheckedCatalogue,
): ReadonlyArray<Finding> {
  const missing = assignedPass === null ? [] : unknown([assignedPass], passTypes);
  return [["assigned-pass-unknown", missing]];
}

function unknown(
  codes: ReadonlyArray<string>,
  known: { readonly has: (code: string) => boolean },
): ReadonlyArray<string> {
  return codes.filter((code) => !known.has(code));
}

/** A section that any code of the performance speaks of can be sold, so all codes must know it. */
function missingCodes(
  { codes }: Performance,
  needed: ReadonlyArray<CodeName>,
): ReadonlyArray<string> {
  const bySection = [codes.StandCode, codes.AreaCode, codes.Tst1, codes.Tst2];
  const sections = new Set(bySection.flatMap(sectionsOf));
  return needed.flatMap((name): ReadonlyArray<string> => {
    const code = codes[name];
    if (code === null) return [name];
    if (typeof code === "string") return [];
    if (Object.keys(code).length === 0) return [name];
    if (name === "PriceBandCode") return [];
    return [...sections].filter((section) => !Object.hasOwn(code, section))
      .map((section) => `${name}.${section}`);
  });
}

function sectionsOf(code: CodeBySection | null): ReadonlyArray<string> {
  return code === null || typeof code === "string" ? [] : Object.keys(code);
}
