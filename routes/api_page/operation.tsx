/**
 * One operation of the API: what it needs, takes and answers, and a line to try it with.
 *
 * @module
 */
import type { Markup } from "../console/page.ts";
import { Table } from "../console/parts/table.tsx";
import { curlOf } from "./curl.ts";
import type { ApiDocument, Described, Parameter, Placed, Schema } from "./document.ts";
import { nameIn } from "./document.ts";
import { aboutOf, choicesOf, membersOf, typeOf } from "./members.ts";
import { Members, Told } from "./told.tsx";

/** Under its anchor, which is the document's `operationId`. */
export function OperationCard({ operation, components }: {
  readonly operation: Placed;
  readonly components: ApiDocument["components"];
}): Markup {
  const { operationId, summary, parameters } = operation;
  const name = nameOf(operation);
  return (
    <section class="card operation" aria-labelledby={operationId}>
      <h2 id={operationId}>
        <a href={`#${operationId}`}>{name}</a>
      </h2>
      <p>
        <Told text={summary} />. <Needs operation={operation} />
      </p>
      <pre>{curlOf(operation)}</pre>
      {parameters.length > 0 && <Parameters name={name} parameters={parameters} />}
      <Body name={name} operation={operation} />
      <Answers name={name} operation={operation} />
      <Problems name={name} operation={operation} components={components} />
    </section>
  );
}

/** `POST /v1/tickets/{ticketId}/print` */
export function nameOf({ method, path }: Placed): string {
  return `${method} ${path}`;
}

/** Scope that the key needs; `null`: it is not a key with scopes that is asked for. */
export function scopeOf({ security: [need] }: Placed): string | null {
  return need?.["key"]?.[0] ?? null;
}

function Needs({ operation }: { readonly operation: Placed }): Markup {
  const scope = scopeOf(operation);
  if (operation.security.length === 0) {
    return <span class="quiet">{otherwise(operation)}.</span>;
  }
  if (scope === null) {
    return (
      <span class="quiet">
        {otherwise(operation)}: <code>$REPLY_KEY</code>{" "}
        is the one whose hash the configuration has as <code>replyKeySha256</code>.
      </span>
    );
  }
  return (
    <span class="quiet">
      Needs the scope <code>{scope}</code>.
    </span>
  );
}

/** Who may ask where no scope is needed. */
export function otherwise({ security }: Placed): string {
  return security.length === 0 ? "Open to everyone" : "Needs the access control's own key";
}

function Parameters({ name, parameters }: {
  readonly name: string;
  readonly parameters: ReadonlyArray<Parameter>;
}): Markup {
  return (
    <details open>
      <summary>Parameters</summary>
      <Table label={`Parameters of ${name}`} columns={["Name", "In", "Type", "What it is"]}>
        {parameters.map(({ name, in: place, required, schema, description = "" }) => (
          <tr>
            <td>
              <code>{name}</code>
            </td>
            <td>{place}</td>
            <td>
              <Told text={typeOf(schema)} />
              {required && ", required"}
            </td>
            <td>
              <Told
                text={[description, aboutOf(schema)].filter((text) => text !== "").join("; ")}
              />
            </td>
          </tr>
        ))}
      </Table>
    </details>
  );
}

function Body({ name, operation: { requestBody } }: {
  readonly name: string;
  readonly operation: Placed;
}): Markup | null {
  if (requestBody === undefined) return null;
  const choices = choicesOf(requestBody.content["application/json"].schema)
    .map(membersOf).filter(({ length }) => length > 0);
  if (choices.length === 0) return null;
  return (
    <details open>
      <summary>Body{requestBody.required ? "" : ", may be left out"}</summary>
      {choices.map((members, at) => (
        <>
          {at > 0 && <p>or</p>}
          <Members
            label={`Body of ${name}${at === 0 ? "" : `, choice ${at + 1}`}`}
            members={members}
          />
        </>
      ))}
    </details>
  );
}

function Answers({ name, operation }: {
  readonly name: string;
  readonly operation: Placed;
}): Markup {
  return (
    <>
      {answersOf(operation).map(([status, { description, content }]) =>
        Object.entries(content).map(([type, { schema }]) => (
          <details>
            <summary>
              {status}: <Told text={description} /> <span class="quiet">({type})</span>
            </summary>
            <AnswerType label={`Answer ${status} of ${name}`} schema={schema} />
          </details>
        ))
      )}
    </>
  );
}

function AnswerType(
  { label, schema }: { readonly label: string; readonly schema: Schema },
): Markup {
  const members = membersOf(schema);
  return members.length > 0 ? <Members label={label} members={members} /> : (
    <p>
      <Told text={typeOf(schema)} />
    </p>
  );
}

const PROBLEM = "application/problem+json";

function answersOf({ responses }: Placed): ReadonlyArray<readonly [string, Described]> {
  return Object.entries(responses).flatMap(([status, one]) =>
    "$ref" in one || PROBLEM in one.content ? [] : [[status, one] as const]
  );
}

function Problems({ name, operation: { responses }, components }: {
  readonly name: string;
  readonly operation: Placed;
  readonly components: ApiDocument["components"];
}): Markup {
  const told = Object.entries(responses).flatMap(([status, one]) => {
    if (!("$ref" in one)) return PROBLEM in one.content ? [[status, one.description]] : [];
    const code = nameIn(one.$ref);
    return [[status, `\`${code}\`: ${components.responses[code]?.description ?? ""}`]];
  });
  return (
    <details>
      <summary>Problems</summary>
      <Table label={`Problems of ${name}`} columns={["Status", "What went wrong"]}>
        {told.map(([status, text = ""]) => (
          <tr>
            <td>{status}</td>
            <td>
              <Told text={text} />
            </td>
          </tr>
        ))}
      </Table>
    </details>
  );
}
