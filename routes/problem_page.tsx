/**
 * The page behind a problem's `type`.
 *
 * @module
 */
import { type Answer, ok } from "./answer.ts";
import { ASSETS } from "./console/assets.ts";
import type { Markup } from "./console/page.ts";
import { PROBLEM_CODES, type ProblemKind } from "./problem_codes.ts";
import { REFUSALS } from "./refusals.ts";

/** The page as HTML for browsers, else as JSON; `null` for a code that is none. */
export function problemPage(code: string, accept: string): Answer | null {
  const kind = kindOf(code);
  if (kind === null) return null;
  if (!accept.includes("text/html")) return ok({ code, ...kind });
  return ok(`<!doctype html>${<ProblemDocument code={code} kind={kind} />}`, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy":
      "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'",
  });
}

function kindOf(code: string): ProblemKind | null {
  const known: Readonly<Record<string, ProblemKind>> = PROBLEM_CODES;
  return Object.hasOwn(known, code) ? known[code] ?? null : REFUSALS.get(code) ?? null;
}

function ProblemDocument(
  { code, kind }: { readonly code: string; readonly kind: ProblemKind },
): Markup {
  const { status, title, cause, mend } = kind;
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} · Gatehouse`}</title>
        <link rel="icon" type="image/svg+xml" href={ASSETS.icon.href} />
        <link rel="stylesheet" href={ASSETS.style.href} />
      </head>
      <body>
        <header class="top">
          <a class="brand" href="/console">Gatehouse</a>
        </header>
        <main>
          <h1>{title}</h1>
          <p class="quiet">
            <code>{code}</code>, HTTP {status}
          </p>
          <h2>Why it happens</h2>
          <p>{cause}</p>
          <h2>What to do</h2>
          <p>{mend}</p>
        </main>
      </body>
    </html>
  );
}
