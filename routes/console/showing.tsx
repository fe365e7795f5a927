/**
 * A page inside its frame, or the problem that stands in its place.
 *
 * @module
 */
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { AskInside } from "../inside.ts";
import type { FormFields } from "./form.ts";
import { Frame } from "./frame.tsx";
import type { Markup, Page } from "./page.ts";
import { ProblemPanel } from "./parts/problem_panel.tsx";
import { isMendable, saidOf } from "./returned.ts";
import type { Session } from "./sessions.ts";
import { SignIn } from "./sign_in.tsx";
import { makeVisit, NotShown, type ShownProblem } from "./visit.ts";

/** What every page needs besides its session. */
export interface Showing {
  readonly askInside: AskInside;
  readonly version: string;
}

/**
 * One page, or the problem that the REST surface answered it with, under the problem's status. A
 * form that is sent to a page comes back where whoever has typed can mend it.
 */
export async function showPage(
  { askInside, version }: Showing,
  { context, page, session, form = {} }: {
    readonly context: Context;
    readonly page: Page;
    readonly session: Session;
    readonly form?: FormFields;
  },
): Promise<Response> {
  const { section } = page;
  const { caller } = session;
  const url = new URL(context.req.url);
  const said = session.takeSaid(url.pathname);
  const visit = makeVisit(askInside, { caller, url, params: context.req.param(), form, said });
  const around = { section, caller, said, version };
  try {
    const { title, body } = await page.show(visit);
    return context.html(documentOf(body, { title, ...around }));
  } catch (error) {
    if (!(error instanceof NotShown)) throw error;
    const { problem } = error;
    if (!isMendable(problem)) return showProblem(context, { problem, ...around });
    if (page.method === "POST") {
      session.say(saidOf(problem, { path: url.pathname, fields: form }), url.pathname);
      return context.redirect(url.pathname, 303);
    }
    const asked = { path: url.pathname, fields: Object.fromEntries(url.searchParams) };
    const below = page.form?.({ ...visit, said: saidOf(problem, asked) }) ?? null;
    return showProblem(context, { problem, below, ...around });
  }
}

/** A problem as a page of its own; `below` is the form that it is about. */
export function showProblem(
  context: Context,
  { problem, below = null, ...around }: Omit<Around, "title"> & {
    readonly problem: ShownProblem;
    readonly below?: Markup | null;
  },
): Response | Promise<Response> {
  const body = (
    <>
      <ProblemPanel problem={problem} />
      {below}
    </>
  );
  const document = documentOf(body, { ...around, title: problem.title });
  return context.html(document, problem.status as ContentfulStatusCode);
}

/** The form at the door. */
export function showSignIn(
  context: Context,
  { next, isWrong, version }: Parameters<typeof SignIn>[0] & { readonly version: string },
): Response | Promise<Response> {
  const around = { title: "Sign in", ...NOBODY_HERE, version };
  const document = documentOf(<SignIn next={next} isWrong={isWrong} />, around);
  return context.html(document, isWrong ? 401 : 200);
}

/** Around a page for whoever is not signed in. */
export const NOBODY_HERE = { section: null, caller: null, said: null } as const;

type Around = Omit<Parameters<typeof Frame>[0], "children">;

function documentOf(body: Markup, around: Around): string {
  return `<!doctype html>${<Frame {...around}>{body}</Frame>}`;
}
