/**
 * A TCP server that answers every request with the same bytes and hangs up.
 *
 * @module
 */
import { Effect, type Scope } from "effect";

/** Opens one; `requests` counts connections on which something arrived. */
export const openRawServer: (
  answer: string,
) => Effect.Effect<
  { readonly url: string; readonly requests: () => number },
  never,
  Scope.Scope
> = Effect.fnUntraced(function* (answer: string) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const work: Promise<void>[] = [];
  let requests = 0;
  const serve = async (connection: Deno.TcpConn) => {
    const read = await connection.read(new Uint8Array(64 * 1024));
    if (read !== null) requests += 1;
    await connection.write(new TextEncoder().encode(answer));
    connection.close();
  };
  const accepting = (async () => {
    for await (const connection of listener) work.push(serve(connection));
  })();
  yield* Effect.addFinalizer(() =>
    Effect.promise(async () => {
      listener.close();
      await accepting;
      await Promise.all(work);
    })
  );
  return { url: `http://127.0.0.1:${listener.addr.port}`, requests: () => requests };
});
