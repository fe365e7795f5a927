/**
 * Reads request bodies: bounded, UTF-8, JSON without duplicate, reserved or too deep members.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { faulty, problem } from "./problem.ts";
import type { SlowBodies } from "./slow_bodies.ts";

/** No body of ours is nested deeper than 5. */
const DEPTH_MAX = 16;

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** How large a body may be, and among which others it is waited for. */
interface BodyBounds {
  readonly bytesMax: number;
  readonly bodies: SlowBodies;
}

/** The body's text, "" when there is none. Rejects with a `Problem` (400, 408, 413, 415). */
export async function readText(request: Request, bounds: BodyBounds): Promise<string> {
  const type = request.headers.get("content-type");
  if (type !== null && type !== "application/json") assertJson(type);
  const bytes = await readBytes(request, bounds);
  if (bytes.length > 0 && type === null) throw problem("unsupported-media-type");
  return decode(bytes);
}

/** A body of any type. Rejects with a `Problem` (400, 408, 413). */
export async function readBytes(
  request: Request,
  { bytesMax, bodies }: BodyBounds,
): Promise<Uint8Array> {
  const declared = request.headers.get("content-length");
  if (declared !== null && Number(declared) > bytesMax) throw tooLarge(bytesMax);
  // looking at `body` makes a stream of it, which costs more than all else here
  const bytes = await bodies.within(
    declared === null ? readBounded(request.body, bytesMax) : request.bytes().catch(endedEarly),
  );
  if (bytes.length > bytesMax) throw tooLarge(bytesMax);
  return bytes;
}

function assertJson(type: string): void {
  if (!/^application\/json *(; *charset="?utf-8"? *)?$/i.test(type)) {
    throw problem("unsupported-media-type");
  }
}

async function readBounded(
  body: ReadableStream<Uint8Array> | null,
  bytesMax: number,
): Promise<Uint8Array> {
  if (body === null) return new Uint8Array();
  const chunks: Array<Uint8Array> = [];
  let size = 0;
  const reader = body.getReader();
  while (true) {
    const { done, value } = await reader.read().catch(endedEarly);
    if (done) break;
    size += value.length;
    if (size > bytesMax) {
      // a client that went away must not turn the 413 into a failure
      await reader.cancel().catch(() => {});
      throw tooLarge(bytesMax);
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks);
}

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw problem("malformed-json");
  }
}

function endedEarly(): never {
  throw problem("malformed-json", { detail: "The body ended before it was complete." });
}

function tooLarge(limitBytes: number) {
  return problem("body-too-large", { fields: { limitBytes } });
}

/** Parses a body. Throws a `Problem`: 400 for what is not JSON, 422 for hostile members. */
export function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw problem("malformed-json");
  }
  inspect(text);
  return value;
}

/** Where the scanner is: a member of an object, or an element of an array (`keys` is `null`). */
interface Frame {
  readonly keys: Set<string> | null;
  at: string | number;
}

/**
 * Walks over well-formed JSON and throws for what `JSON.parse` swallows: a repeated member (the
 * last would win), a name that every object inherits, and nesting without end.
 */
function inspect(text: string): void {
  const stack: Array<Frame> = [];
  for (let index = 0; index < text.length; index += 1) {
    const frame = stack.at(-1);
    switch (text[index]) {
      case "{":
        stack.push({ keys: new Set(), at: "" });
        break;
      case "[":
        stack.push({ keys: null, at: 0 });
        break;
      case "}":
      case "]":
        stack.pop();
        break;
      case ",":
        if (typeof frame?.at === "number") frame.at += 1;
        break;
      case '"': {
        const end = endOfString(text, index);
        if (frame?.keys && isKey(text, end)) enterMember(stack, JSON.parse(text.slice(index, end)));
        index = end - 1;
        break;
      }
    }
    if (stack.length > DEPTH_MAX) {
      throw faulty("invalid", [{ pointer: "", detail: `is nested deeper than ${DEPTH_MAX}` }]);
    }
  }
}

function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (text[index] !== '"') index += text[index] === "\\" ? 2 : 1;
  return index + 1;
}

function isKey(text: string, end: number): boolean {
  let index = end;
  while (text.charCodeAt(index) <= 0x20) index += 1;
  return text[index] === ":";
}

function enterMember(stack: ReadonlyArray<Frame>, key: string): void {
  const frame = stack.at(-1);
  if (!frame?.keys) return;
  frame.at = key;
  if (frame.keys.has(key)) throw memberFault(stack, "stands twice");
  if (key in Object.prototype) throw memberFault(stack, "is not a known field");
  frame.keys.add(key);
}

function memberFault(stack: ReadonlyArray<Frame>, detail: string) {
  return faulty("invalid", [{ pointer: pointerTo(stack.map((frame) => frame.at)), detail }]);
}

/**
 * A JSON Pointer (RFC 6901). It ends before the first name that is not plain: a pointer is no way
 * to have the input echoed.
 */
export function pointerTo(path: ReadonlyArray<PropertyKey>): string {
  let pointer = "";
  for (const part of path) {
    if (!/^[\w. -]{1,64}$/.test(String(part))) break;
    pointer += `/${String(part)}`;
  }
  return pointer;
}
