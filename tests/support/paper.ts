/**
 * A box office with one ticket to print, over real actors and an access control that is told what
 * to issue.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import type { CredentialKind } from "../../actors/access_control.ts";
import type { Symbology } from "../../actors/ticket_template.ts";
import { ALL, ALLOCATION, type Api, MAIN, openSeason } from "./api.ts";
import { startBridge } from "./bridge.ts";
import { apiOver } from "./live_api.ts";
import { scoped } from "./scoped.ts";
import { type ScriptedAccessControl, scriptedAccessControl } from "./scripted_access_control.ts";
import { credential, done } from "./stories.ts";

/** A value to issue; alone it is a standard barcode. */
type Issued = string | { readonly kind: CredentialKind; readonly value: string };

/** What a test of paper holds in its hands. */
export interface Desk extends Pick<Api, "ask"> {
  /** Asks for a ticket (T-1 unless named) and has it printed with these barcodes. */
  readonly print: (issued: ReadonlyArray<Issued>, changes?: object) => Promise<void>;
  /** Has the access control issue these next. */
  readonly willIssue: (issued: ReadonlyArray<Issued>) => void;
  /** A command that the access control confirms within 10 s. */
  readonly did: (path: string, body?: object) => Promise<void>;
  /** Defines the performance's template: a plain one, changed. */
  readonly template: (changes?: TemplateChanges) => Promise<void>;
  /** The body of a 200 as bytes. */
  readonly bytes: (target: string) => Promise<Uint8Array>;
  /** The one live barcode of T-1, as the API tells it. */
  readonly liveBarcode: () => Promise<string>;
  readonly system: ScriptedAccessControl;
}

interface TemplateChanges {
  readonly barcode?: object;
  readonly fields?: ReadonlyArray<object>;
  readonly credentials?: object;
}

/** The template that tests change. */
export const TEMPLATE = {
  name: "Matchday",
  widthMm: 140,
  heightMm: 51,
  fields: [{ xMm: 5, yMm: 5, fontSizePt: 14, text: "{performance.name}" }],
  barcode: { symbology: "code128", xMm: 80, yMm: 10, widthMm: 55, heightMm: 30 },
};

/** Plays a test body where the season is open. */
export function atDesk(
  play: (desk: Desk) => Promise<void>,
  { tickets = "barcode", symbology = null }: {
    /** Who prints. */
    readonly tickets?: "barcode" | "print";
    /** What the readers read, by configuration. */
    readonly symbology?: Symbology | null;
  } = {},
): () => Promise<void> {
  return scoped(Effect.gen(function* () {
    const system = scriptedAccessControl({ tickets });
    const info = { ...MAIN, tickets, symbology };
    const api = apiOver(yield* startBridge(system), { accessControls: () => [info] });
    yield* Effect.promise(() => openSeason(api));
    yield* Effect.promise(() => play(deskOf(api, system)));
  }));
}

function deskOf({ ask, app }: Api, system: ScriptedAccessControl): Desk {
  const willIssue: Desk["willIssue"] = (issued) => {
    const credentials = issued.map((one) =>
      typeof one === "string" ? credential("standard", one) : credential(one.kind, one.value)
    );
    system.replies.push(done(credentials));
  };
  const did: Desk["did"] = async (path, body = {}) => {
    const { status, text } = await ask(`POST /v1/${path}`, {
      body,
      headers: { prefer: "wait=10" },
    });
    assert.equal(status, 200, text);
  };
  return {
    ask,
    system,
    willIssue,
    did,
    print: async (issued, changes = {}) => {
      await did("tickets/T-1/allocate", { ...ALLOCATION, ...changes });
      willIssue(issued);
      await did("tickets/T-1/print");
    },
    template: async ({ barcode, ...changes } = {}) => {
      const body = { ...TEMPLATE, ...changes, barcode: { ...TEMPLATE.barcode, ...barcode } };
      const { status, text } = await ask("PUT /v1/ticket-templates/STANDARD", { body });
      assert.equal(status, 200, text);
    },
    bytes: async (target) => {
      const [method = "GET", path = "/"] = target.split(" ");
      const headers = { authorization: `Bearer ${ALL}` };
      const response = await app.request(path, { method, headers });
      const bytes = new Uint8Array(await response.arrayBuffer());
      assert.equal(response.status, 200, new TextDecoder().decode(bytes).slice(0, 500));
      return bytes;
    },
    liveBarcode: async () => {
      const { body } = await ask("GET /v1/tickets/T-1");
      const live = body.credentials.filter(({ state }: { state: string }) => state === "live");
      assert.equal(live.length, 1);
      return live[0].value;
    },
  };
}
