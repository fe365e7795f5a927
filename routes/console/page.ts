/**
 * One page of the console, as its table lists it.
 *
 * @module
 */
import type { HtmlEscapedString } from "hono/utils/html";
import type { Key, Scope } from "../keys.ts";
import type { Visit } from "./visit.ts";

/** A piece of a page. */
export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

/** What a page shows inside the frame. */
export interface Shown {
  /** Of the window, without the product's name. */
  readonly title: string;
  readonly body: Markup;
}

/** A row of the table of pages. */
export interface Page {
  /** Hono's form, below `/console`: `/passes/:id`. */
  readonly path: string;
  /**
   * Set: it answers a form that is sent to `path`, with what may be shown this once only. A `GET`
   * of the path is another page.
   */
  readonly method?: "POST";
  /** Link of the navigation that is marked while the page is open. */
  readonly section: Section | null;
  /** What it asks by its address, as a form: it stays beside what is wrong with it. */
  readonly form?: (visit: Visit) => Markup;
  /** May throw `NotShown`. */
  readonly show: (visit: Visit) => Promise<Shown>;
}

interface Place {
  readonly name: string;
  readonly href: string;
  /** The letter that follows `g`. */
  readonly key: string;
  /** That its page cannot be shown without. */
  readonly scope: Scope;
}

/** The navigation, in its order. */
const SECTIONS = [
  { name: "Overview", href: "/console", key: "o", scope: "events:read" },
  { name: "Gate check", href: "/console/gate", key: "c", scope: "read" },
  { name: "Events", href: "/console/events", key: "e", scope: "events:read" },
  { name: "Deliveries", href: "/console/deliveries", key: "d", scope: "events:read" },
  { name: "Adapters", href: "/console/adapters", key: "a", scope: "events:read" },
  { name: "Webhooks", href: "/console/webhooks", key: "w", scope: "admin" },
  { name: "Reference data", href: "/console/catalogue", key: "r", scope: "read" },
  { name: "Customers", href: "/console/customers", key: "m", scope: "read" },
  { name: "Keys", href: "/console/keys", key: "k", scope: "admin" },
  { name: "Audit", href: "/console/audit", key: "u", scope: "admin" },
] as const satisfies ReadonlyArray<Place>;

/** Name of one place of the navigation. */
export type Section = (typeof SECTIONS)[number]["name"];

/** Page that a key without the overview is led to; `null`: it may see the overview, or nothing. */
export function firstPageFor(caller: Pick<Key, "scopes">): string | null {
  const [first] = sectionsFor(caller);
  return first === undefined || first.href === "/console" ? null : first.href;
}

/** What of the navigation is offered: nothing that the key may not see. */
export function sectionsFor({ scopes }: Pick<Key, "scopes">): ReadonlyArray<Place> {
  return SECTIONS.filter(({ scope }) => scopes.has(scope));
}
