/**
 * `/console/keys/{id}`: what a key may do and did last, another secret for it, and its end.
 *
 * @module
 */
import type { Fact } from "../events/rows.tsx";
import type { Markup, Page } from "../page.ts";
import { Action } from "../parts/action.tsx";
import { Field } from "../parts/field.tsx";
import { FactsList } from "../parts/facts_list.tsx";
import { Status } from "../parts/status.tsx";
import { Time } from "../parts/time.tsx";
import { typedIn } from "../returned.ts";
import type { Visit } from "../visit.ts";
import { keyHref, Overlaps, type ShownKey } from "./list.tsx";
import { OnceOnly } from "./once_only.tsx";

/** As the REST surface bounds an overlap. */
export const OVERLAP_HOURS_MAX = 30 * 24;

/** One. */
export const KEY: Page = {
  path: "/keys/:id",
  section: "Keys",
  show: async (visit) => {
    const { read, params, caller } = visit;
    const id = params["id"] ?? "";
    const [key, { data: [last] }] = await Promise.all([
      read<ShownKey>(`/v1/keys/${encodeURIComponent(id)}`),
      read<{ readonly data: ReadonlyArray<Fact> }>(
        `/v1/audit?${new URLSearchParams({ key: id, limit: "1" })}`,
      ),
    ]);
    return {
      title: `Key ${key.id}`,
      body: (
        <>
          <KeyFacts shown={key} last={last ?? null} />
          {key.id === caller.id && <p>You are signed in with this key.</p>}
          <Levers visit={visit} shown={key} />
        </>
      ),
    };
  },
};

function KeyFacts({ shown, last }: {
  readonly shown: ShownKey;
  readonly last: Fact | null;
}): Markup {
  const { id, status, scopes, createdAt, expiresAt, secrets, rateLimit } = shown;
  return (
    <>
      <h1>
        {id} <Status word={status} />
      </h1>
      <FactsList
        facts={[
          ["May do", scopes.join(", ") || "nothing"],
          ["Made", createdAt === null ? null : <Time at={createdAt} />],
          ["Ends", expiresAt === null ? "never" : <Time at={expiresAt} />],
          ["Secret before ends", secrets.length < 2 ? null : <Overlaps secrets={secrets} />],
          ["At most", rateLimit === null ? null : limitWords(rateLimit)],
          ["Last in the audit", last === null ? "nothing of late" : <Last fact={last} />],
        ]}
      />
      <p>
        <a href={`/console/audit?${new URLSearchParams({ key: id })}`}>All that it did</a>
      </p>
    </>
  );
}

function Last({ fact: { at, sentence } }: { readonly fact: Fact }): Markup {
  return (
    <>
      <Time at={at} />: {sentence}
    </>
  );
}

function limitWords({ perSecond, burst }: NonNullable<ShownKey["rateLimit"]>): string {
  return `${perSecond} requests a second, ${burst} at once`;
}

function Levers({ visit, shown: { id, source, status } }: {
  readonly visit: Visit;
  readonly shown: ShownKey;
}): Markup {
  const path = `/v1/keys/${encodeURIComponent(id)}`;
  if (source === "configuration") {
    return (
      <p class="quiet">
        This key stands in the configuration file: it is changed and ended there.
      </p>
    );
  }
  if (status === "expired") {
    return (
      <Action
        label="Take it off the list"
        path={path}
        method="DELETE"
        back="/console/keys"
        done={`Key ${id} is listed no more`}
      />
    );
  }
  return (
    <>
      <h2>Another secret</h2>
      <RotateForm visit={visit} id={id} />
      <h2>Its end</h2>
      <EndForm visit={visit} id={id} />
    </>
  );
}

function EndForm({ visit, id }: { readonly visit: Visit; readonly id: string }): Markup {
  const path = `/v1/keys/${encodeURIComponent(id)}/expire`;
  const typed = typedIn(visit, path);
  return (
    <details open={typed.said !== null}>
      <summary>End this key …</summary>
      <p>
        From then on it opens nothing, with any of its secrets; its sessions here and its open
        streams end with it. It does not come back: its id names no other key.
      </p>
      <Action label="End it" path={path} back={keyHref(id)} done={`Key ${id} ends`}>
        <Field
          typed={typed}
          name="at"
          label="At"
          maxlength={40}
          placeholder="now, or 2027-05-01T18:00:00Z"
        />
      </Action>
    </details>
  );
}

function RotateForm({ visit, id }: { readonly visit: Visit; readonly id: string }): Markup {
  return (
    <form class="action" method="post" action={keyHref(id)}>
      <OnceOnly />
      <Field
        typed={typedIn(visit, keyHref(id))}
        name="overlapHours"
        label="The one before stays good for"
        type="number"
        value="24"
        min={0}
        max={OVERLAP_HOURS_MAX}
        required
      >
        {" "}hours
      </Field>
      <button type="submit">Make another secret</button>
    </form>
  );
}
