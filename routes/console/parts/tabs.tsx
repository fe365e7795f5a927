/**
 * The parts of one page, each under its own address.
 *
 * @module
 */
import type { Markup } from "../page.ts";

/** Links, as each part is loaded by itself. */
export function Tabs({ label, tabs, current }: {
  readonly label: string;
  readonly tabs: ReadonlyArray<{ readonly name: string; readonly href: string }>;
  /** Name of the open one. */
  readonly current: string;
}): Markup {
  return (
    <nav class="tabs" aria-label={label}>
      <ul>
        {tabs.map(({ name, href }) => (
          <li>
            <a href={href} aria-current={name === current ? "page" : undefined}>{name}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
