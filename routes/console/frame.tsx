/**
 * What stands around every page: navigation, search, what was just done, and the places of script.
 *
 * @module
 */
import type { Child } from "hono/jsx";
import { type Key, NOBODY } from "../keys.ts";
import { ASSETS } from "./assets.ts";
import { type Markup, type Section, sectionsFor } from "./page.ts";
import { Head } from "./parts/head.tsx";
import { Note } from "./parts/note.tsx";
import type { Said } from "./sessions.ts";

interface FrameProps {
  readonly title: string;
  readonly section: Section | null;
  /** `null`: nobody is signed in. */
  readonly caller: Key | null;
  readonly said: Said | null;
  readonly version: string;
  readonly children?: Child;
}

/** A whole document. Nothing in it is inline, so the browser runs nothing but our own files. */
export function Frame({ title, section, caller, said, version, children }: FrameProps): Markup {
  return (
    <html lang="en">
      <Head title={title}>
        <script type="module" src={ASSETS.script.href}></script>
      </Head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header class="top">
          <a class="brand" href="/console">Gatehouse</a>
          {caller !== null && <Navigation caller={caller} section={section} />}
          {caller !== null && <SearchBox />}
          {caller !== null && <Signed caller={caller} />}
        </header>
        <main id="content" tabindex={-1}>
          <div id="said" role="status">{said !== null && <Note said={said} />}</div>
          {children}
        </main>
        <footer>
          Gatehouse {version} · <a href="/docs">API</a> · <a href="/openapi.json">OpenAPI</a> ·{" "}
          <kbd>?</kbd> shows the keys
        </footer>
        <KeysDialog caller={caller ?? NOBODY} />
      </body>
    </html>
  );
}

function Navigation(
  { caller, section }: { readonly caller: Key; readonly section: Section | null },
): Markup {
  return (
    <nav aria-label="Main">
      <ul>
        {sectionsFor(caller).map(({ name, href, key }) => (
          <li>
            <a href={href} data-go={key} aria-current={name === section ? "page" : undefined}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function SearchBox(): Markup {
  return (
    <form class="search" action="/console/search" role="search">
      <input
        type="search"
        name="q"
        required
        maxlength={255}
        aria-label="Search barcodes, cards, orders, passes, tickets, customers, requests"
        placeholder="Barcode, order …"
      />
      <button type="submit">Search</button>
    </form>
  );
}

function Signed({ caller }: { readonly caller: Key }): Markup {
  return (
    <form class="signed" method="post" action="/console/sign-out">
      <span title={`Key ${caller.id} of tenant ${caller.tenant}`}>{caller.id}@{caller.tenant}</span>
      {" "}
      <button type="submit">Sign out</button>
    </form>
  );
}

const KEYS: ReadonlyArray<readonly [string, string]> = [
  ["/", "search"],
  ["j k", "next and previous row"],
  ["Enter", "open the row"],
  ["[ ]", "version before and after"],
  ["d", "what changed"],
  ["p", "hold the live tail, and let it go on"],
  ["?", "this list"],
];

function KeysDialog({ caller }: { readonly caller: Key }): Markup {
  const places = sectionsFor(caller).map(({ name, key }) => `${key} ${name.toLowerCase()}`);
  const going = ["g then a letter", places.join(", ")] as const;
  return (
    <dialog id="keys" aria-labelledby="keys-title">
      <h2 id="keys-title">Keys</h2>
      <dl>
        {(places.length === 0 ? KEYS : [...KEYS, going]).map(([key, meaning]) => (
          <>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  );
}
