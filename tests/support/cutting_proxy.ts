/**
 * A TCP proxy that cuts connections where it hurts, and counts the POSTs that arrive at it.
 *
 * @module
 */
import { Effect, type Scope } from "effect";

/**
 * Where it cuts: nowhere; in place of the answer, after the request went through; or a kept
 * connection at the moment its second request arrives, which then goes nowhere.
 */
export type CutMode = "pass" | "reply" | "reuse";

/** A running proxy. */
export interface CuttingProxy {
  readonly url: string;
  readonly setMode: (mode: CutMode) => void;
  /** POSTs that clients sent, forwarded or not. */
  readonly posts: () => number;
  readonly connections: () => number;
}

/** Opens one before `port` of this machine. Closing the scope closes all its connections. */
export const openCuttingProxy: (port: number) => Effect.Effect<CuttingProxy, never, Scope.Scope> =
  Effect.fnUntraced(function* (port: number) {
    const cutter: Cutter = {
      port,
      listener: Deno.listen({ hostname: "127.0.0.1", port: 0 }),
      mode: "pass",
      posts: 0,
      connections: 0,
      open: new Set(),
      work: [],
    };
    const accepting = accept(cutter);
    yield* Effect.addFinalizer(() => Effect.promise(() => stop(cutter, accepting)));
    return {
      url: `http://127.0.0.1:${cutter.listener.addr.port}`,
      setMode: (mode) => cutter.mode = mode,
      posts: () => cutter.posts,
      connections: () => cutter.connections,
    };
  });

interface Cutter {
  readonly port: number;
  readonly listener: Deno.TcpListener;
  mode: CutMode;
  posts: number;
  connections: number;
  readonly open: Set<Deno.TcpConn>;
  readonly work: Promise<void>[];
}

async function accept(cutter: Cutter): Promise<void> {
  for await (const client of cutter.listener) {
    cutter.connections += 1;
    cutter.open.add(client);
    cutter.work.push(join(cutter, client));
  }
}

async function join(cutter: Cutter, client: Deno.TcpConn): Promise<void> {
  const target = await Deno.connect({ hostname: "127.0.0.1", port: cutter.port });
  cutter.open.add(target);
  let posts = 0;
  const toTarget = pump(client, target, (chunk) => {
    if (!startsPost(chunk)) return true;
    posts += 1;
    cutter.posts += 1;
    return cutter.mode !== "reuse" || posts < 2;
  });
  const toClient = pump(target, client, () => cutter.mode !== "reply");
  await Promise.race([toTarget, toClient]);
  close(cutter, client);
  close(cutter, target);
  await Promise.all([toTarget, toClient]);
}

/** Copies until the source ends, the sink is gone, or `allow` says to cut. */
async function pump(
  from: Deno.TcpConn,
  to: Deno.TcpConn,
  allow: (chunk: Uint8Array) => boolean,
): Promise<void> {
  const buffer = new Uint8Array(64 * 1024);
  try {
    while (true) {
      const count = await from.read(buffer);
      if (count === null || !allow(buffer.subarray(0, count))) return;
      let rest = buffer.subarray(0, count);
      while (rest.length > 0) rest = rest.subarray(await to.write(rest));
    }
  } catch {
    return;
  }
}

function startsPost(chunk: Uint8Array): boolean {
  return new TextDecoder().decode(chunk.subarray(0, 5)) === "POST ";
}

function close(cutter: Cutter, connection: Deno.TcpConn): void {
  if (cutter.open.delete(connection)) connection.close();
}

async function stop(cutter: Cutter, accepting: Promise<void>): Promise<void> {
  cutter.listener.close();
  for (const connection of [...cutter.open]) close(cutter, connection);
  await accepting;
  await Promise.all(cutter.work);
}
