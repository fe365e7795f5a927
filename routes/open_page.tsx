/**
 * A page that everyone may see: no session, no script, nothing from elsewhere.
 *
 * @module
 */
import type { Child } from "hono/jsx";
import { type Answer, ok } from "./answer.ts";
import type { Markup } from "./console/page.ts";
import { Head } from "./console/parts/head.tsx";

const POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; " +
  "base-uri 'none'; frame-ancestors 'none'";

/** The page in the look of the console. */
export function openPage(title: string, body: Markup): Answer {
  return ok(`<!doctype html>${<OpenDocument title={title}>{body}</OpenDocument>}`, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": POLICY,
  });
}

function OpenDocument(
  { title, children }: { readonly title: string; readonly children?: Child },
): Markup {
  return (
    <html lang="en">
      <Head title={title} />
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header class="top">
          <span class="brand">Gatehouse</span>
          <nav aria-label="Main">
            <ul>
              <li>
                <a href="/docs">API</a>
              </li>
              <li>
                <a href="/console">Console</a>
              </li>
            </ul>
          </nav>
        </header>
        <main id="content" tabindex={-1}>{children}</main>
      </body>
    </html>
  );
}
