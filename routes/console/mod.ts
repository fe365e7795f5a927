/**
 * The console: server-made pages over the REST surface, for people who hold a key.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { csrf } from "hono/csrf";
import { secureHeaders } from "hono/secure-headers";
import { readRequestId } from "../headers.ts";
import type { House } from "../house.ts";
import type { AskInside } from "../inside.ts";
import { failureAnswer, Problem } from "../problem.ts";
import { SlowBodies } from "../slow_bodies.ts";
import { act } from "./act.ts";
import { ASSETS } from "./assets.ts";
import { readForm } from "./form.ts";
import { OVERVIEW } from "./overview/page.tsx";
import { firstPageFor } from "./page.ts";
import { PAGES } from "./pages.ts";
import { Sessions } from "./sessions.ts";
import { NOBODY_HERE, type Showing, showPage, showProblem, showSignIn } from "./showing.tsx";
import { safeNext } from "./sign_in.tsx";
import { endSession, keepSession, signedIn } from "./signing.ts";
import type { ShownProblem } from "./visit.ts";

interface ConsoleOptions {
  readonly house: House;
  readonly askInside: AskInside;
}

/** Everything below `/console`, to be mounted there. */
export function makeConsole({ house, askInside }: ConsoleOptions): Hono {
  const { version } = house;
  const showing: Showing = { askInside, version };
  const sessions = new Sessions(house.keys);
  const app = new Hono();
  guard(app);
  serveAssets(app);
  openDoor(app, sessions, house);
  app.onError((error, context) => refuse(error, context, version));
  app.post("/act", (context) =>
    signedIn(context, sessions, async ({ caller, say }) => {
      const { said, back } = await act(
        askInside,
        caller,
        await readForm(context.req.raw, house.bodies),
      );
      const page = safeNext(back);
      say(said, page);
      return context.redirect(page, 303);
    }));
  // the REST surface by session: for streams, downloads and pictures, which send no header
  app.get("/v1/*", (context) =>
    signedIn(context, sessions, async ({ caller }) => {
      const { pathname, search } = new URL(context.req.url);
      const path = pathname.slice("/console".length) + search;
      const response = await askInside(caller, path, { headers: context.req.raw.headers });
      return new Response(response.body, response);
    }));
  for (const page of PAGES) {
    app.on(
      page.method ?? "GET",
      page.path,
      (context) =>
        signedIn(context, sessions, async (session) => {
          const first = page === OVERVIEW ? firstPageFor(session.caller) : null;
          if (first !== null) {
            const said = session.takeSaid(new URL(context.req.url).pathname);
            if (said !== null) session.say(said, first);
            return context.redirect(first, 303);
          }
          const sent = page.method === "POST" ? await readForm(context.req.raw, house.bodies) : {};
          return showPage(showing, { context, page, session, form: sent });
        }),
    );
  }
  app.all(
    "*",
    (context) =>
      signedIn(
        context,
        sessions,
        ({ caller, takeSaid }) =>
          showProblem(context, {
            problem: NO_PAGE,
            section: null,
            caller,
            said: takeSaid(new URL(context.req.url).pathname),
            version,
          }),
      ),
  );
  return app;
}

/** Nothing but our own files runs, no other site frames us or posts to us, nothing is cached. */
function guard(app: Hono): void {
  app.use(secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      frameAncestors: ["'none'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      objectSrc: ["'none'"],
    },
    referrerPolicy: "same-origin",
    // whoever ends TLS in front of the service decides this
    strictTransportSecurity: false,
  }));
  app.use(csrf());
  app.use(async (context, next) => {
    await next();
    if (!context.res.headers.has("cache-control")) context.header("cache-control", "no-store");
  });
}

function serveAssets(app: Hono): void {
  for (const { href, type, text } of Object.values(ASSETS)) {
    const headers = {
      "content-type": type,
      "cache-control": "public, max-age=31536000, immutable",
    };
    app.get(href.slice("/console".length), (context) => context.body(text, 200, headers));
  }
}

function openDoor(app: Hono, sessions: Sessions, house: House): void {
  const { invitation, version, limits } = house;
  // apart from those of keys: strangers make way for one another, and nobody else for them
  const bodies = new SlowBodies({ deadlineMs: house.bodyDeadlineMs });
  app.get("/sign-in", (context) => {
    const next = safeNext(context.req.query("next"));
    const sha256 = invitation?.accept(context.req.query("invitation"), Date.now()) ?? null;
    const secret = sha256 === null ? null : sessions.open(sha256);
    if (secret === null) return showSignIn(context, { next, isWrong: false, version });
    keepSession(context, secret);
    return context.redirect(next, 303);
  });
  app.post("/sign-in", async (context) => {
    const { key, next } = await readForm(context.req.raw, bodies);
    const after = safeNext(typeof next === "string" ? next : undefined);
    const secret = typeof key === "string" ? sessions.signIn(key.trim()) : null;
    if (secret === null) {
      // whoever tries keys here is held up as at the REST surface
      limits.countStranger(context.env);
      return showSignIn(context, { next: after, isWrong: true, version });
    }
    keepSession(context, secret);
    return context.redirect(after, 303);
  });
  app.post("/sign-out", (context) => {
    endSession(context, sessions);
    return context.redirect("/console/sign-in", 303);
  });
}

/** The page of a problem with the request itself; everything else that is thrown is a bug. */
function refuse(
  error: Error,
  context: Context,
  version: string,
): Response | Promise<Response> {
  if (!(error instanceof Problem)) throw error;
  const { body, headers = {} } = failureAnswer(error, readRequestId(context.req.raw.headers));
  for (const name of ["connection", "retry-after"]) {
    if (headers[name] !== undefined) context.header(name, headers[name]);
  }
  const problem = body as ShownProblem;
  return showProblem(context, { problem, ...NOBODY_HERE, version });
}

const NO_PAGE = {
  title: "There is no such page",
  status: 404,
  code: "not-found",
  detail: "The address is mistyped, or what it showed is gone.",
  requestId: "",
};
