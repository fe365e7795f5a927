/**
 * A small season for tests: one house, a few performances, passes and what gives them.
 *
 * @module
 */
import type {
  Bundle,
  Catalogue,
  Codes,
  Item,
  PassType,
  Performance,
} from "../../actors/catalogue.ts";

/** What a test changes, by code. */
export interface Season {
  readonly performances?: { readonly [code: string]: Partial<Performance> | null };
  readonly passTypes?: { readonly [code: string]: Partial<PassType> | null };
  readonly bundles?: { readonly [code: string]: Bundle };
  readonly items?: { readonly [code: string]: Item };
  /** `main` and `printing` are configured; `undefined` here takes one away. */
  readonly modes?: { readonly [accessControl: string]: "barcode" | "print" | undefined };
}

const CODES: Codes = {
  StadiumCode: "RIV",
  ProductCode: "M01",
  StandCode: { North: "N", South: "S" },
  AreaCode: { North: "N12", South: "S3" },
  Tst1: "G4",
  Tst2: null,
  PriceBandCode: { adult: "AD", child: "CH" },
};

/** Template and eligible pass both, one external gate and one internal. */
export const MATCH: Performance = {
  name: "First match",
  startsAt: "2026-09-05T15:00:00Z",
  timeZone: "Europe/London",
  venue: "Riverside",
  admitFrom: null,
  admitTo: null,
  gates: [{ code: "G4", name: "Gate 4", kind: "external" }],
  ticketTemplate: "paper",
  eligiblePasses: ["SEASON", "FAMILY", "GALLERY"],
  accessControl: "main",
  codes: CODES,
};

const PASS_TYPE: PassType = {
  name: "Season ticket",
  productCode: "ST26",
  accessControl: "main",
  group: null,
  multipleAdmissions: false,
  multiplePerCustomer: false,
  allAccess: [],
  validFrom: "2026-08-01",
  validTo: "2027-06-30",
};

const PERFORMANCES: { readonly [code: string]: Partial<Performance> } = {
  M01: {},
  M02: { codes: { ...CODES, ProductCode: "M02" } },
  M03: { codes: { ...CODES, ProductCode: "M03" } },
  INNER: {
    gates: [{ code: "G4", name: "Gate 4", kind: "external" }, {
      code: "BAR",
      name: "Bar",
      kind: "internal",
    }],
    codes: { ...CODES, ProductCode: "INNER", Tst2: "B1" },
  },
  PAPER: { eligiblePasses: [], codes: { ...CODES, ProductCode: "PAPER" } },
  CARD: { ticketTemplate: null, codes: { ...CODES, ProductCode: "CARD" } },
  NEITHER: { ticketTemplate: null, eligiblePasses: [] },
  SHOP: { accessControl: "printing", codes: { ...CODES, ProductCode: "SHOP" } },
  ELSEWHERE: { accessControl: "unheard-of" },
  UNMAPPED: { codes: { ...CODES, ProductCode: null, StandCode: null, AreaCode: { South: "S3" } } },
};

const PASS_TYPES: { readonly [code: string]: Partial<PassType> } = {
  SEASON: {},
  FAMILY: { multipleAdmissions: true },
  GALLERY: { allAccess: ["M01", "M02"], accessControl: null },
  OPEN: { accessControl: null },
  UNMAPPED: { productCode: null },
};

const BUNDLES: { readonly [code: string]: Bundle } = {
  "SEASON-26": { name: "Season", assignedPass: "SEASON", performances: ["M01", "M02"] },
  "FAMILY-26": { name: "Family season", assignedPass: "FAMILY", performances: ["M01"] },
  LOOSE: { name: "Without a pass", assignedPass: null, performances: ["M01"] },
};

const ITEMS: { readonly [code: string]: Item } = {
  MEMBERSHIP: { name: "Membership", assignedPass: "SEASON" },
  "GALLERY-26": { name: "Gallery", assignedPass: "GALLERY" },
  "OPEN-26": { name: "Open", assignedPass: "OPEN" },
  "UNMAPPED-26": { name: "Unmapped", assignedPass: "UNMAPPED" },
};

/** The season, with what `changes` says otherwise; `null` takes a document out. */
export function catalogueOf(changes: Season = {}): Catalogue {
  const performances = filled(MATCH, PERFORMANCES, changes.performances);
  const passTypes = filled(PASS_TYPE, PASS_TYPES, changes.passTypes);
  const bundles = new Map(Object.entries({ ...BUNDLES, ...changes.bundles }));
  const items = new Map(Object.entries({ ...ITEMS, ...changes.items }));
  const modes: Season["modes"] = { main: "barcode", printing: "print", ...changes.modes };
  return {
    performance: (code) => performances.get(code),
    passType: (code) => passTypes.get(code),
    bundle: (code) => bundles.get(code),
    item: (code) => items.get(code),
    ticketMode: (accessControl) => modes[accessControl],
  };
}

function filled<A>(
  whole: A,
  known: { readonly [code: string]: Partial<A> },
  changes: { readonly [code: string]: Partial<A> | null } | undefined,
): ReadonlyMap<string, A> {
  const codes = new Set([...Object.keys(known), ...Object.keys(changes ?? {})]);
  return new Map([...codes].flatMap((code): ReadonlyArray<[string, A]> => {
    const change = changes?.[code];
    return change === null ? [] : [[code, { ...whole, ...known[code], ...change }]];
  }));
}
