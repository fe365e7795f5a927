/**
 * The page behind a problem's `type`.
 *
 * @module
 */
import { type Answer, ok } from "./answer.ts";
import { REFUSALS } from "./refusals.ts";
import { PROBLEM_CODES, type ProblemKind } from "./problem_codes.ts";

/** The page as HTML for browsers, else as JSON; `null` for a code that is none. */
export function problemPage(code: string, accept: string): Answer | null {
  const kind = kindOf(code);
  if (kind === null) return null;
  if (!accept.includes("text/html")) return ok({ code, ...kind });
  return ok(html(code, kind), { "content-type": "text/html; charset=utf-8" });
}

function kindOf(code: string): ProblemKind | null {
  const known: Readonly<Record<string, ProblemKind>> = PROBLEM_CODES;
  return Object.hasOwn(known, code) ? known[code] ?? null : REFUSALS.get(code) ?? null;
}

/** All text in it is from our tables. */
function html(code: string, { status, title, cause, mend }: ProblemKind): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${title}</title>
<h1>${title}</h1>
<p><code>${code}</code>, HTTP ${status}</p>
<p>${cause}</p>
<p>${mend}</p>
</html>
`;
}
