/**
 * What a form answers with that makes a secret: the one page that shows it.
 *
 * @module
 */
import type * as v from "valibot";
import type { KeyWithSecret } from "../../key_forms.ts";
import type { Markup, Page } from "../page.ts";
import { NotShown } from "../visit.ts";
import { keyHref } from "./list.tsx";
import { markIn, textIn } from "./once_only.tsx";
import { OVERLAP_HOURS_MAX } from "./one.tsx";

type Made = v.InferOutput<typeof KeyWithSecret>;

const HOUR_MS = 3_600_000;

/** `POST /console/keys`: makes a key. */
export const MADE_KEY: Page = {
  path: "/keys",
  method: "POST",
  section: "Keys",
  show: async ({ ask, form }) => {
    const body = {
      id: textIn(form, "id"),
      scopes: form["scopes[]"] ?? [],
      expiresAt: textIn(form, "expiresAt"),
    };
    return secretPage(await ask<Made>("/v1/keys", body, markIn(form)));
  },
};

/** `POST /console/keys/{id}`: makes another secret of a key. */
export const ROTATED_KEY: Page = {
  path: "/keys/:id",
  method: "POST",
  section: "Keys",
  show: async ({ ask, form, params }) => {
    const hours = textIn(form, "overlapHours");
    const body = hours === undefined ? {} : { overlapMs: Math.round(Number(hours) * HOUR_MS) };
    const path = `/v1/keys/${encodeURIComponent(params["id"] ?? "")}/rotate`;
    return secretPage(await inHours(ask<Made>(path, body, markIn(form))));
  },
};

/** What is wrong with the overlap is said of the form's field, in its unit. */
async function inHours<A>(asked: Promise<A>): Promise<A> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof NotShown)) throw error;
    const errors = (error.problem.errors ?? []).map((one) =>
      one.pointer === "/overlapMs" ? WRONG_HOURS : one
    );
    throw new NotShown({ ...error.problem, errors });
  }
}

const WRONG_HOURS = {
  pointer: "/overlapHours",
  detail: `must be a number from 0 to ${OVERLAP_HOURS_MAX}`,
};

/** The address leads to the list or to the key; the secret stands in this answer and nowhere else. */
function secretPage({ id, key }: Made): Awaited<ReturnType<Page["show"]>> {
  return {
    title: `Key ${id}`,
    body: (
      <>
        <h1>Key {id}</h1>
        {key === null ? <Gone /> : <Secret secret={key} />}
        <p>
          <a href={keyHref(id)}>Go on to the key</a>
        </p>
      </>
    ),
  };
}

function Secret({ secret }: { readonly secret: string }): Markup {
  return (
    <section class="card" aria-labelledby="once">
      <h2 id="once">Copy it now: it is shown this once</h2>
      <pre id="secret">{secret}</pre>
      <div class="outlets">
        <button type="button" class="plain" data-copy="secret" hidden>Copy</button>
      </div>
      <p class="quiet">
        Nobody can read it again, here or in the data. Who has lost it makes another secret.
      </p>
    </section>
  );
}

/** The form came again: what it made is there already. */
function Gone(): Markup {
  return (
    <p class="note bad">
      <span aria-hidden="true">✖</span>{" "}
      This was done before, and its secret was shown then. If nobody has it, make another secret.
    </p>
  );
}
