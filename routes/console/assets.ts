/**
 * The files that a browser loads: one stylesheet, one script, one icon.
 *
 * @module
 */
import { hash } from "node:crypto";
import script from "./assets/console.js" with { type: "text" };
import style from "./assets/console.css" with { type: "text" };
import icon from "./assets/favicon.svg" with { type: "text" };

/** One file. Its address changes with its text, so that a browser may keep it for good. */
export interface Asset {
  readonly href: string;
  readonly type: string;
  readonly text: string;
}

function asset(name: string, type: string, text: string): Asset {
  const mark = hash("sha256", text, "hex").slice(0, 12);
  return { href: `/console/assets/${mark}-${name}`, type, text };
}

/** By what they are for. */
export const ASSETS = {
  style: asset("console.css", "text/css; charset=utf-8", style),
  script: asset("console.js", "text/javascript; charset=utf-8", script),
  icon: asset("favicon.svg", "image/svg+xml", icon),
} as const satisfies Readonly<Record<string, Asset>>;
