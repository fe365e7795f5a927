/**
 * The console in a real browser, over a service in which the demo has been played. One of each for
 * a whole test file, since both are slow to start.
 *
 * @module
 */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { Console, Effect, Exit, Logger, Scope } from "effect";
import { type Browser, chromium, type Page } from "playwright-core";
import { type Configuration, sha256 } from "../../adapters/configuration/mod.ts";
import { playDemo } from "../../adapters/demo/mod.ts";
import { startSimulator } from "../../adapters/simulator/mod.ts";
import { serve } from "../../main.ts";
import { type Gatehouse, gatehouse } from "../../routes/client/mod.ts";
import {
  aConfiguration,
  aKey,
  anAccessControl,
  aTenant,
} from "../support/service_configuration.ts";

const CHROMIUM = Deno.env.get("CHROMIUM_PATH") ?? "/usr/bin/chromium";
const KEY = "may-do-everything";
const SIMULATOR_TOKEN = "simulator-token";
const REPLY_KEY = "reply-key";

/** What every wait of the browser may take at most. */
const PATIENCE_MS = 30_000;

/** Everything that a walk holds in its hands. */
export interface Seat {
  /** Signed in, at the overview. */
  readonly page: Page;
  readonly box: Gatehouse;
  /** What the demo has printed. */
  readonly told: string;
  readonly url: string;
  /** May do everything. */
  readonly key: string;
}

/** What a walk needs otherwise than usual. */
export interface SeatOptions {
  readonly javaScriptEnabled?: boolean;
  /** Light, in English and at UTC, unless told otherwise. */
  readonly viewport?: { readonly width: number; readonly height: number };
}

interface House extends Omit<Seat, "page"> {
  readonly browser: Browser;
}

const scope = Scope.makeUnsafe();
let opened: Promise<House> | null = null;

const isThere = existsSync(CHROMIUM);
if (!isThere) {
  const line = `Skipped: no Chromium at ${CHROMIUM}; CHROMIUM_PATH names another place\n`;
  Deno.stderr.writeSync(new TextEncoder().encode(line));
}

Deno.test.afterAll(() => Effect.runPromise(Scope.close(scope, Exit.void)));

/**
 * A test in a window of its own. At its end the browser may not have complained about anything, and
 * nothing may have been asked of another origin.
 */
export function browserTest(
  name: string,
  play: (seat: Seat) => Promise<void>,
  options: SeatOptions = {},
): void {
  Deno.test({
    name,
    ignore: !isThere,
    // service and browser stay for the whole file, and work on while a test begins and ends
    sanitizeOps: false,
    sanitizeResources: false,
    fn: async () => {
      opened ??= Effect.runPromise(Scope.provide(openHouse(), scope));
      const { browser, ...house } = await opened;
      const context = await browser.newContext({
        viewport: { width: 1280, height: 800 },
        locale: "en-GB",
        timezoneId: "UTC",
        colorScheme: "light",
        reducedMotion: "reduce",
        ...options,
      });
      context.setDefaultTimeout(PATIENCE_MS);
      try {
        const page = await context.newPage();
        const complaints = complaintsOf(page, house.url);
        await signIn(page, house.url);
        await play({ page, ...house });
        assert.deepEqual(complaints, [], "The browser has complained");
      } finally {
        await context.close();
      }
    },
  });
}

/** For the README: `docs/pictures/NAME.png`, written only when `GATEHOUSE_PICTURES` is `1`. */
export async function takePicture(page: Page, name: string): Promise<void> {
  if (Deno.env.get("GATEHOUSE_PICTURES") !== "1") return;
  await page.screenshot({
    path: new URL(`../../docs/pictures/${name}.png`, import.meta.url).pathname,
  });
}

/** Fills as the browser finds faults: script, policy, a broken answer, another origin. */
function complaintsOf(page: Page, url: string): ReadonlyArray<string> {
  const complaints: Array<string> = [];
  page.on("console", (message) => {
    // a breach of the content security policy is one of them
    if (message.type() === "error") complaints.push(`${page.url()}: ${message.text()}`);
  });
  page.on("pageerror", ({ message }) => complaints.push(`${page.url()}: ${message}`));
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== url && protocol !== "data:") complaints.push(`Asked for ${request.url()}`);
  });
  return complaints;
}

async function signIn(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/console`);
  await page.getByLabel("Key", { exact: true }).fill(KEY);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
}

const openHouse: () => Effect.Effect<House, unknown, Scope.Scope> = Effect.fnUntraced(function* () {
  const simulator = yield* startSimulator({ token: SIMULATOR_TOKEN, seed: 7 });
  const { port } = yield* serve(configurationAt(simulator.url));
  const url = `http://127.0.0.1:${port}`;
  simulator.setReplyTarget({ url: `${url}/v1/access-control/main/replies`, key: REPLY_KEY });
  const told = yield* tellDemo({
    url,
    consoleUrl: `${url}/console`,
    key: KEY,
    simulatorUrl: simulator.url,
  });
  const browser = yield* Effect.acquireRelease(
    Effect.promise(() =>
      chromium.launch({
        executablePath: CHROMIUM,
        args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
        timeout: 30_000,
      })
    ),
    (launched) => Effect.promise(() => launched.close()),
  );
  return { browser, box: gatehouse({ url, key: KEY }), told, url, key: KEY };
}, Effect.provide(Logger.layer([])));

/** Plays it to its end; what it prints is read here, not shown. */
const tellDemo = Effect.fnUntraced(function* (stage: Parameters<typeof playDemo>[0]) {
  const lines: Array<string> = [];
  const silent: Console.Console = Object.assign(Object.create(globalThis.console), {
    log: (line: string) => void lines.push(line),
    error: (line: string) => assert.fail(line),
  });
  yield* Effect.provideService(playDemo(stage, "small"), Console.Console, silent);
  return lines.join("\n");
});

function configurationAt(simulatorUrl: string): Configuration {
  const main = anAccessControl(simulatorUrl, {
    token: SIMULATOR_TOKEN,
    replyKeySha256: sha256(REPLY_KEY),
  });
  return aConfiguration([aTenant({
    keys: [aKey("box-office", KEY)],
    accessControl: { main },
    webhookHosts: ["127.0.0.1"],
  })]);
}
