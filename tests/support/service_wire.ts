/**
 * The line between Gatehouse and its access control, tapped: every command that was posted is
 * noted, and a test can act before one arrives or keep its reply back. Bytes pass unchanged.
 *
 * @module
 */
import { Effect, type Scope } from "effect";

/** A posted command, as far as tests look into it. */
export interface PostedCommand {
  readonly commandId: string;
  readonly tenant: string;
  readonly seq: number;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly command: string;
  readonly card?: {
    readonly generation: number;
    readonly credential: string | null;
    readonly reason?: string;
    readonly printer: string;
    readonly admissions: ReadonlyArray<{ readonly admissionId: string }>;
  };
  readonly ticket?: {
    readonly generation: number;
    readonly AreaCode: string;
    readonly delivery: string;
    readonly printer: string;
    readonly reason?: string;
    readonly credentials: ReadonlyArray<{ readonly kind: string; readonly value: string }>;
  };
}

/** What `before` calls a question after the outcome of a command. */
const ASK = "ask";

/** A tapped line. */
export interface Wire {
  readonly url: string;
  /** In the order in which they arrived, repeats too. */
  readonly posted: ReadonlyArray<PostedCommand>;
  /**
   * Runs before the next command of this name reaches the access control, or before it is next
   * asked for one (`ask`); once.
   */
  readonly before: (name: string, act: () => Promise<void>) => void;
  /** Keeps back the replies to commands until the returned function is called. */
  readonly holdReplies: () => () => void;
}

interface Tap {
  readonly port: number;
  readonly posted: Array<PostedCommand>;
  readonly acts: Map<string, () => Promise<void>>;
  readonly open: Set<Deno.Conn>;
  readonly work: Array<Promise<void>>;
  /** What replies wait for. */
  gate: Promise<void>;
  openGate: () => void;
}

/** Taps the line to `port`; closing the scope hangs up on everyone. */
export const openWire: (port: number) => Effect.Effect<Wire, never, Scope.Scope> = Effect
  .fnUntraced(function* (port: number) {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const tap: Tap = {
      port,
      posted: [],
      acts: new Map(),
      open: new Set(),
      work: [],
      gate: Promise.resolve(),
      openGate: () => {},
    };
    const accepting = accept(tap, listener);
    yield* Effect.addFinalizer(() => Effect.promise(() => hangUp(tap, { listener, accepting })));
    return {
      url: `http://127.0.0.1:${listener.addr.port}`,
      posted: tap.posted,
      before: (name, act) => tap.acts.set(name, act),
      holdReplies: () => {
        const { promise, resolve } = Promise.withResolvers<void>();
        tap.gate = promise;
        tap.openGate = resolve;
        return resolve;
      },
    };
  });

async function accept(tap: Tap, listener: Deno.TcpListener): Promise<void> {
  for await (const client of listener) {
    tap.open.add(client);
    tap.work.push(carry(tap, client));
  }
}

async function hangUp(
  tap: Tap,
  { listener, accepting }: {
    readonly listener: Deno.TcpListener;
    readonly accepting: Promise<void>;
  },
): Promise<void> {
  tap.openGate();
  listener.close();
  for (const connection of [...tap.open]) close(tap, connection);
  await accepting;
  await Promise.all(tap.work);
}

/** One request a connection: the service keeps none open to its access control. */
async function carry(tap: Tap, client: Deno.Conn): Promise<void> {
  const request = await readRequest(client);
  if (request === null) return close(tap, client);
  const command = commandOf(request);
  if (command !== null) tap.posted.push(command);
  const name = command?.command ?? (isAsk(request) ? ASK : "");
  const act = tap.acts.get(name);
  tap.acts.delete(name);
  await act?.();
  const target = await Deno.connect({ hostname: "127.0.0.1", port: tap.port }).catch(() => null);
  if (target === null) return close(tap, client);
  tap.open.add(target);
  const gate = command === null ? Promise.resolve() : tap.gate;
  const back = copy(target, client, gate);
  const hungUp = writeAll(target, request).then(() => read(client));
  await Promise.race([back, hungUp]);
  close(tap, client);
  close(tap, target);
  await Promise.all([back, hungUp]);
}

/** Copies until one side is gone. */
async function copy(from: Deno.Conn, to: Deno.Conn, gate: Promise<void>): Promise<void> {
  for (let chunk = await read(from); chunk !== null; chunk = await read(from)) {
    await gate;
    if (!await writeAll(to, chunk)) return;
  }
}

async function readRequest(client: Deno.Conn): Promise<Uint8Array | null> {
  let bytes = new Uint8Array(0);
  while (true) {
    const chunk = await read(client);
    if (chunk === null) return null;
    const joined = new Uint8Array(bytes.length + chunk.length);
    joined.set(bytes);
    joined.set(chunk, bytes.length);
    bytes = joined;
    const text = new TextDecoder("latin1").decode(bytes);
    const headEnd = text.indexOf("\r\n\r\n");
    if (headEnd < 0) continue;
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(text)?.[1] ?? 0);
    if (bytes.length >= headEnd + 4 + length) return bytes;
  }
}

function isAsk(request: Uint8Array): boolean {
  return new TextDecoder().decode(request).startsWith("GET /commands/");
}

function commandOf(request: Uint8Array): PostedCommand | null {
  const text = new TextDecoder().decode(request);
  if (!text.startsWith("POST /commands ")) return null;
  return JSON.parse(text.slice(text.indexOf("\r\n\r\n") + 4)) as PostedCommand;
}

/** `null` when the other side is gone, however it went. */
async function read(connection: Deno.Conn): Promise<Uint8Array | null> {
  const buffer = new Uint8Array(64 * 1024);
  const count = await connection.read(buffer).catch(() => null);
  return count === null ? null : buffer.subarray(0, count);
}

async function writeAll(connection: Deno.Conn, bytes: Uint8Array): Promise<boolean> {
  let rest = bytes;
  while (rest.length > 0) {
    const count = await connection.write(rest).catch(() => null);
    if (count === null) return false;
    rest = rest.subarray(count);
  }
  return true;
}

function close(tap: Tap, connection: Deno.Conn): void {
  if (tap.open.delete(connection)) connection.close();
}
