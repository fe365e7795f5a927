/**
 * The head of every document, of the console and of the pages that everyone may see.
 *
 * @module
 */
import type { Child } from "hono/jsx";
import { ASSETS } from "../assets.ts";
import type { Markup } from "../page.ts";

/** Title and look; `children` is what only some documents have. */
export function Head(
  { title, children }: { readonly title: string; readonly children?: Child },
): Markup {
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>{`${title} · Gatehouse`}</title>
      <link rel="icon" type="image/svg+xml" href={ASSETS.icon.href} />
      <link rel="stylesheet" href={ASSETS.style.href} />
      {children}
    </head>
  );
}
