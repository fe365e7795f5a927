/**
 * `/console/deliveries/retry`: what would be tried again, before it is.
 *
 * @module
 */
import type { Markup, Page } from "../page.ts";
import { Action } from "../parts/action.tsx";
import type { Delivery, List } from "../shown.ts";
import { FILTERS } from "./list.tsx";
import { DeliveryTable } from "./table.tsx";

interface Preview {
  readonly matched: ReadonlyArray<string>;
}

type Filter = Readonly<Record<string, string>>;

interface Asked {
  readonly filter: Filter;
  readonly max: number;
}

/** As many as the REST surface takes at once. */
const MAX = 500;

/** The preview of a filtered set, and the button. */
export const RETRY: Page = {
  path: "/deliveries/retry",
  section: "Deliveries",
  show: async ({ ask, read, url: { searchParams } }) => {
    const asked: Asked = { filter: filterOf(searchParams), max: MAX };
    const [{ matched }, { data }] = await Promise.all([
      ask<Preview>("/v1/deliveries/retry", { ...asked, preview: true }),
      read<List<Delivery>>(`/v1/deliveries?${new URLSearchParams(asked.filter)}`),
    ]);
    const shown = data.filter(({ id }) => matched.includes(id));
    return {
      title: "Try again",
      body: <RetryAll asked={asked} matched={matched} shown={shown} />,
    };
  },
};

/** As the list is filtered; what is dead, unless the address says otherwise. */
function filterOf(searchParams: URLSearchParams): Filter {
  const given = FILTERS.map((name) => [name, searchParams.get(name)?.trim() ?? ""] as const);
  return { status: "dead", ...Object.fromEntries(given.filter(([, value]) => value !== "")) };
}

function RetryAll({ asked, matched, shown }: {
  readonly asked: Asked;
  readonly matched: ReadonlyArray<string>;
  readonly shown: ReadonlyArray<Delivery>;
}): Markup {
  const { status, accessControl, actor } = asked.filter;
  const back = `/console/deliveries?${new URLSearchParams(asked.filter)}`;
  return (
    <>
      <h1>Try again</h1>
      <p>
        {matched.length === MAX ? `The newest ${MAX} deliveries` : counted(matched)} ({status}
        {actor === undefined ? "" : ` of ${actor}`}
        {accessControl === undefined ? "" : ` at ${accessControl}`}). What is sent again keeps its
        id, so that nothing acts twice.
      </p>
      {matched.length > 0 && (
        <Action
          label={`Try ${matched.length} again`}
          path="/v1/deliveries/retry"
          body={asked}
          back={back}
          done={`Tried again: ${counted(matched)}`}
        />
      )}
      {shown.length > 0 && <DeliveryTable label="What is tried again" deliveries={shown} />}
      {shown.length < matched.length && (
        <p class="quiet">and {matched.length - shown.length} older ones</p>
      )}
      <p>
        <a href={back}>Back to the list</a>
      </p>
    </>
  );
}

function counted({ length }: ReadonlyArray<string>): string {
  return length === 1 ? "1 delivery" : `${length} deliveries`;
}
