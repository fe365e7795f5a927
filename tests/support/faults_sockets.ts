/**
 * A TCP client that writes what it is told, well-formed or not, and reads what comes back.
 *
 * @module
 */

/** One connection. */
export interface RawClient extends Disposable {
  readonly write: (bytes: string | Uint8Array) => Promise<void>;
  /** Status of the answer; `null`: the connection was closed, or 10 s went by, without one. */
  readonly status: () => Promise<number | null>;
}

const ANSWER_MAX_MS = 10_000;

const utf8 = new TextEncoder();

/** Connects to a port of this machine. */
export async function openRaw(port: number): Promise<RawClient> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  let heard = "";
  let isOver = false;
  let isClosed = false;
  const close = () => {
    if (!isClosed) connection.close();
    isClosed = true;
  };
  const hear = async () => {
    const buffer = new Uint8Array(16 * 1024);
    const count = await connection.read(buffer).catch(() => null);
    if (count === null) isOver = true;
    else heard = (heard + new TextDecoder().decode(buffer.subarray(0, count))).slice(-64 * 1024);
  };
  return {
    write: async (bytes) => {
      let rest = typeof bytes === "string" ? utf8.encode(bytes) : bytes;
      try {
        while (rest.length > 0) rest = rest.subarray(await connection.write(rest));
      } catch {
        // closed by the other end: the answer tells why
      }
    },
    status: async () => {
      const deadline = setTimeout(close, ANSWER_MAX_MS);
      while (!isOver && !heard.includes("\r\n")) await hear();
      clearTimeout(deadline);
      const status = /^HTTP\/1\.1 (\d{3})/.exec(heard)?.[1];
      return status === undefined ? null : Number(status);
    },
    [Symbol.dispose]: close,
  };
}
