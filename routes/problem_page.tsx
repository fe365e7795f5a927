/**
 * The page behind a problem's `type`.
 *
 * @module
 */
import { type Answer, ok } from "./answer.ts";
import type { Markup } from "./console/page.ts";
import { openPage } from "./open_page.tsx";
import { PROBLEM_CODES, type ProblemKind } from "./problem_codes.ts";
import { REFUSALS } from "./refusals.ts";

/** The page as HTML for browsers, else as JSON; `null` for a code that is none. */
export function problemPage(code: string, accept: string): Answer | null {
  const kind = kindOf(code);
  if (kind === null) return null;
  if (!accept.includes("text/html")) return ok({ code, ...kind });
  return openPage(kind.title, <ProblemText code={code} kind={kind} />);
}

function kindOf(code: string): ProblemKind | null {
  const known: Readonly<Record<string, ProblemKind>> = PROBLEM_CODES;
  return Object.hasOwn(known, code) ? known[code] ?? null : REFUSALS.get(code) ?? null;
}

function ProblemText({ code, kind: { status, title, cause, mend } }: {
  readonly code: string;
  readonly kind: ProblemKind;
}): Markup {
  return (
    <>
      <h1>{title}</h1>
      <p class="quiet">
        <code>{code}</code>, HTTP {status}
      </p>
      <h2>Why it happens</h2>
      <p>{cause}</p>
      <h2>What to do</h2>
      <p>{mend}</p>
    </>
  );
}
