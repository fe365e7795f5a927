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
import type { Markup, Page, Section } from "./page.ts";
import { ProblemPanel } from "./parts/problem_panel.tsx";
import type { Session } from "./sessions.ts";
import { SignIn } from "./sign_in.tsx";
import { makeVisit, NotShown, type ShownProblem } from "./visit.ts";

/** What every page needs besides its session. */
export interface Showing {
  readonly askInside: AskInside;
  readonly version: string;
}

/** One page, or the problem that the REST surface answered it with, under the problem's status. */
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
  const visit = makeVisit(askInside, {
    caller: session.caller,
    url: new URL(context.req.url),
    params: context.req.param(),
    form,
  });
  try {
    const { title, body } = await page.show(visit);
    return context.html(documentOf(body, { title, section, session, version }));
  } catch (error) {
    if (!(error instanceof NotShown)) throw error;
    return showProblem(context, { problem: error.problem, section, session, version });
  }
}

/** A problem as a page of its own. */
export function showProblem(
  context: Context,
  { problem, ...around }: Omit<Around, "title"> & { readonly problem: ShownProblem },
): Response | Promise<Response> {
  const body = <ProblemPanel problem={problem} />;
  const document = documentOf(body, { ...around, title: problem.title });
  return context.html(document, problem.status as ContentfulStatusCode);
}

/** The form at the door. */
export function showSignIn(
  context: Context,
  { next, isWrong, version }: Parameters<typeof SignIn>[0] & { readonly version: string },
): Response | Promise<Response> {
  const around = { title: "Sign in", section: null, session: null, version };
  const document = documentOf(<SignIn next={next} isWrong={isWrong} />, around);
  return context.html(document, isWrong ? 401 : 200);
}

interface Around {
  readonly title: string;
  readonly section: Section | null;
  readonly session: Session | null;
  readonly version: string;
}

function documentOf(body: Markup, { title, section, session, version }: Around): string {
  const document = (
    <Frame
      title={title}
      section={section}
      caller={session?.caller ?? null}
      said={session?.takeSaid() ?? null}
      version={version}
    >
      {body}
    </Frame>
  );
  return `<!doctype html>${document}`;
}
