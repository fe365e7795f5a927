/**
 * What to do with a service that has nothing in it.
 *
 * @module
 */
import type { Markup } from "../page.ts";

/** In the order in which a season is set up. */
export function FirstSteps(): Markup {
  return (
    <section class="card" aria-labelledby="first">
      <h2 id="first">No data yet</h2>
      <ol>
        <li>
          <a href="/docs/performances#putPerformancesOne">Define a performance</a>{" "}
          with the codes that the access control has for it;{" "}
          <a href="/console/catalogue">
            Reference data
          </a>{" "}
          says what is missing.
        </li>
        <li>
          <a href="/docs/orders#postOrdersOnePlace">Place an order</a>, then{" "}
          <a href="/docs/orders#postOrdersOnePrint">print it</a>: that tells the gates.
        </li>
        <li>
          Look at <a href="/console/events">what has happened</a>, and{" "}
          <a href="/console/gate">check the gate</a>.
        </li>
      </ol>
      <p class="quiet">
        To look around first: <code>deno task demo</code>{" "}
        plays a small season, in a folder of its own.
      </p>
    </section>
  );
}
