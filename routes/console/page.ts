/**
 * One page of the console, as its table lists it.
 *
 * @module
 */
import type { HtmlEscapedString } from "hono/utils/html";
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
  /** Link of the navigation that is marked while the page is open. */
  readonly section: Section | null;
  /** May throw `NotShown`. */
  readonly show: (visit: Visit) => Promise<Shown>;
}

/** The navigation, in its order, with the letter that follows `g`. */
export const SECTIONS = [
  { name: "Overview", href: "/console", key: "o" },
  { name: "Gate check", href: "/console/gate", key: "c" },
  { name: "Events", href: "/console/events", key: "e" },
  { name: "Deliveries", href: "/console/deliveries", key: "d" },
  { name: "Adapters", href: "/console/adapters", key: "a" },
  { name: "Webhooks", href: "/console/webhooks", key: "w" },
  { name: "Reference data", href: "/console/catalogue", key: "r" },
] as const;

/** Name of one place of the navigation. */
export type Section = (typeof SECTIONS)[number]["name"];
