/**
 * The cookie of a session, and what needs one.
 *
 * @module
 */
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { type Session, SESSION_IDLE_S, type Sessions } from "./sessions.ts";

const COOKIE = "gatehouse";
const PATH = "/console";

/** The browser holds this session from now on. No script can read it, no other site can use it. */
export function keepSession(context: Context, secret: string): void {
  setCookie(context, COOKIE, secret, {
    path: PATH,
    httpOnly: true,
    sameSite: "Strict",
    secure: new URL(context.req.url).protocol === "https:",
    maxAge: SESSION_IDLE_S,
  });
}

/** Ends the browser's session, here and there. */
export function endSession(context: Context, sessions: Sessions): void {
  sessions.signOut(getCookie(context, COOKIE) ?? "");
  deleteCookie(context, COOKIE, { path: PATH });
}

/** Answers with a session; without one, the door, which leads back here. */
export async function signedIn(
  context: Context,
  sessions: Sessions,
  answer: (session: Session) => Promise<Response> | Response,
): Promise<Response> {
  const session = sessions.find(getCookie(context, COOKIE) ?? "");
  if (session !== null) return await answer(session);
  const { pathname, search } = new URL(context.req.url);
  const next = context.req.method === "GET" ? pathname + search : PATH;
  return context.redirect(`${PATH}/sign-in?next=${encodeURIComponent(next)}`, 303);
}
