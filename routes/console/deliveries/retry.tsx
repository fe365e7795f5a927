/**
 * `/console/deliveries/retry`: what would be tried again, before it is.
 *
 * @module
 */
import type { Markup, Page } from "../page.ts";
import { Action } from "../parts/action.tsx";

interface Preview {
  readonly matched: ReadonlyArray<string>;
}

interface Asked {
  readonly filter: { readonly status: string; readonly accessControl?: string };
  readonly max: number;
}

/** As many as the REST surface takes at once. */
const MAX = 500;

/** The preview of a filtered set, and the button. */
export const RETRY: Page = {
  path: "/deliveries/retry",
  section: "Deliveries",
  show: async ({ ask, url: { searchParams } }) => {
    const accessControl = searchParams.get("accessControl") ?? "";
    const asked: Asked = {
      filter: {
        status: searchParams.get("status") ?? "dead",
        ...(accessControl === "" ? {} : { accessControl }),
      },
      max: MAX,
    };
    const { matched } = await ask<Preview>("/v1/deliveries/retry", { ...asked, preview: true });
    return { title: "Try again", body: <RetryAll asked={asked} matched={matched} /> };
  },
};

function RetryAll({ asked, matched }: {
  readonly asked: Asked;
  readonly matched: ReadonlyArray<string>;
}): Markup {
  const { status, accessControl } = asked.filter;
  const back = `/console/deliveries?${new URLSearchParams(asked.filter)}`;
  return (
    <>
      <h1>Try again</h1>
      <p>
        {matched.length === MAX ? `The newest ${MAX}` : matched.length} deliveries are {status}
        {accessControl === undefined ? "" : ` at ${accessControl}`}. Each is sent again under its
        own id, so that nothing acts twice.
      </p>
      {matched.length > 0 && (
        <Action
          label={`Try ${matched.length} again`}
          path="/v1/deliveries/retry"
          body={asked}
          back={back}
          done={`${matched.length} deliveries are tried again`}
        />
      )}
      <ul>
        {matched.map((id) => (
          <li>
            <a href={`/console/deliveries/${encodeURIComponent(id)}`}>{id}</a>
          </li>
        ))}
      </ul>
      <p>
        <a href={back}>Back to the list</a>
      </p>
    </>
  );
}
