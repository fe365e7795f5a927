/**
 * The pages of `/docs`: all operations on one, each group of them on one of its own.
 *
 * @module
 */
import type { Answer } from "../answer.ts";
import type { Markup } from "../console/page.ts";
import { Table } from "../console/parts/table.tsx";
import { openPage } from "../open_page.tsx";
import { type ApiDocument, operationsOf, type Placed } from "./document.ts";
import { membersOf } from "./members.ts";
import { nameOf, OperationCard, otherwise, scopeOf } from "./operation.tsx";
import { Members, Told } from "./told.tsx";

/** Name of the page of schemas that answers share; no tag has it. */
const SCHEMAS = "schemas";

/** The document as pages. Those of groups are made when first asked for, and kept. */
export class ApiPages {
  readonly #document: ApiDocument;
  readonly #operations: ReadonlyArray<Placed>;
  readonly #made = new Map<string, Answer>();

  constructor(document: ApiDocument) {
    this.#document = document;
    this.#operations = operationsOf(document);
  }

  /** Every operation whose method, path and summary hold all words of `q`, for a reader at `origin`. */
  list(q: string, origin: string): Answer {
    const words = q.toLowerCase().split(/\s+/);
    const found = this.#operations.filter((one) => {
      const text = `${nameOf(one)} ${one.summary}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
    return openPage(
      "API",
      <Overview document={this.#document} q={q} origin={origin} found={found} />,
    );
  }

  /** The operations of one tag, or the schemas; `null`: there is no such part. */
  part(name: string): Answer | null {
    const made = this.#made.get(name) ?? this.#make(name);
    if (made !== null) this.#made.set(name, made);
    return made;
  }

  #make(name: string): Answer | null {
    const document = this.#document;
    if (name === SCHEMAS) return openPage("API: schemas", <Schemas document={document} />);
    const operations = this.#operations.filter(({ tags }) => tags.includes(name));
    return operations.length === 0 ? null : openPage(
      `API: ${name}`,
      <Group document={document} name={name} operations={operations} />,
    );
  }
}

function Overview({ document, q, origin, found }: {
  readonly document: ApiDocument;
  readonly q: string;
  readonly origin: string;
  readonly found: ReadonlyArray<Placed>;
}): Markup {
  const { info, tags } = document;
  return (
    <>
      <h1>API of Gatehouse {info.version}</h1>
      <p>
        {info.description} The same as a document for programs:{" "}
        <a href="/openapi.json">OpenAPI 3.1</a>.
      </p>
      <Parts document={document} current={null} />
      {q === "" && <Beginning origin={origin} />}
      <h2>Routes</h2>
      <form class="filters" action="/docs">
        <label>
          Words of a route
          <input type="search" name="q" value={q} maxlength={100} placeholder="reprint ticket" />
        </label>
        <button type="submit">Filter</button>
        <a href="/docs">All routes</a>
      </form>
      {found.length === 0 && <p>No route has all of these words.</p>}
      {tags.map(({ name }) => (
        <Listed
          name={name}
          operations={found.filter((one) => one.tags.includes(name))}
        />
      ))}
    </>
  );
}

/** What the lines of every operation take for granted. */
function Beginning({ origin }: { readonly origin: string }): Markup {
  return (
    <>
      <h2>To begin</h2>
      <pre>{beginningAt(origin)}</pre>
      <p>
        The lines of the routes go on from here; what else begins with a <code>$</code>{" "}
        is for you to fill in. A key has the scopes that it was given, and none contains another.
        Give a command an <code>Idempotency-Key</code>{" "}
        and repeat it as often as you like: it acts once. What is wrong is answered as{" "}
        <a href="/docs/schemas#Problem">a problem</a>, whose <code>type</code>{" "}
        is a page that says what to do.
      </p>
    </>
  );
}

function beginningAt(origin: string): string {
  return `URL=${origin}
KEY=$(cat data/demo.key) # after \`task start\`; \`.demo/demo.key\` after \`task demo\`
curl -sS "$URL/v1/performances" -H "Authorization: Bearer $KEY"`;
}

function Parts({ document: { tags }, current }: {
  readonly document: ApiDocument;
  readonly current: string | null;
}): Markup {
  return (
    <nav class="tabs" aria-label="Parts of the API">
      <ul>
        {[...tags.map(({ name }) => name), SCHEMAS].map((name) => (
          <li>
            <a href={`/docs/${name}`} aria-current={name === current ? "page" : undefined}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Listed({ name, operations }: {
  readonly name: string;
  readonly operations: ReadonlyArray<Placed>;
}): Markup | null {
  if (operations.length === 0) return null;
  return (
    <section aria-labelledby={name}>
      <h3 id={name}>{name}</h3>
      <Table label={`Routes of ${name}`} columns={["Route", "Scope"]}>
        {operations.map((operation) => (
          <tr>
            <td>
              <a href={`/docs/${name}#${operation.operationId}`}>{nameOf(operation)}</a>
              <p>
                <Told text={operation.summary} />
              </p>
            </td>
            <td>
              <Scope operation={operation} />
            </td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

function Scope({ operation }: { readonly operation: Placed }): Markup {
  const scope = scopeOf(operation);
  return scope === null ? <span class="quiet">{otherwise(operation)}</span> : <code>{scope}</code>;
}

function Group({ document, name, operations }: {
  readonly document: ApiDocument;
  readonly name: string;
  readonly operations: ReadonlyArray<Placed>;
}): Markup {
  return (
    <>
      <h1>API: {name}</h1>
      <p>
        <a href="/docs">All routes</a>
      </p>
      <Parts document={document} current={name} />
      {operations.map((operation) => (
        <OperationCard operation={operation} components={document.components} />
      ))}
    </>
  );
}

function Schemas({ document }: { readonly document: ApiDocument }): Markup {
  return (
    <>
      <h1>API: schemas</h1>
      <p>
        What several routes answer with. <a href="/docs">All routes</a>
      </p>
      <Parts document={document} current={SCHEMAS} />
      {Object.entries(document.components.schemas).map(([name, schema]) => (
        <section class="card operation" aria-labelledby={name}>
          <h2 id={name}>{name}</h2>
          <Members label={`Members of ${name}`} members={membersOf(schema)} />
        </section>
      ))}
    </>
  );
}
