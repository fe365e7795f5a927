/**
 * A load generator of its own process: keep-alive HTTP/1.1 connections, one request at a time each.
 *
 * Reads one JSON line with `LoadPlan`, prints one JSON line with `LoadResult`.
 *
 * @module
 */

/** What to send, and how hard. */
export interface LoadPlan {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  /** `{n}` becomes a number that is used once. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly firstNumber: number;
}

/** How it went. */
export interface LoadResult {
  readonly requests: number;
  /** Answers that were not 2xx. */
  readonly failures: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Runs one plan to its end. */
async function run(plan: LoadPlan): Promise<LoadResult> {
  const latencies: Array<number> = [];
  let next = plan.firstNumber;
  let failures = 0;
  const start = performance.now();
  const end = start + plan.seconds * 1000;
  const head = Object.entries(plan.headers).map(([name, value]) => `${name}: ${value}\r\n`).join(
    "",
  );
  const length = encoder.encode(plan.body).length;

  async function client(): Promise<void> {
    using connection = await Deno.connect({ hostname: "127.0.0.1", port: plan.port });
    connection.setNoDelay(true);
    const buffer = new Uint8Array(64 * 1024);
    while (performance.now() < end) {
      const path = plan.path.replace("{n}", String(next++));
      const began = performance.now();
      const request =
        `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${head}content-length: ${length}\r\n\r\n${plan.body}`;
      await writeAll(connection, encoder.encode(request));
      if (!(await readAnswer(connection, buffer)).startsWith("HTTP/1.1 2")) failures += 1;
      latencies.push(performance.now() - began);
    }
  }

  await Promise.all(Array.from({ length: plan.connections }, client));
  const seconds = (performance.now() - start) / 1000;
  latencies.sort((one, other) => one - other);
  return {
    requests: latencies.length,
    failures,
    seconds,
    p50Ms: latencies[Math.floor(latencies.length * 0.5)] ?? 0,
    p99Ms: latencies[Math.floor(latencies.length * 0.99)] ?? 0,
  };
}

async function writeAll(connection: Deno.Conn, bytes: Uint8Array): Promise<void> {
  let written = 0;
  while (written < bytes.length) written += await connection.write(bytes.subarray(written));
}

/** The head of one answer, when its whole body has arrived. */
async function readAnswer(connection: Deno.Conn, buffer: Uint8Array): Promise<string> {
  let filled = 0;
  for (;;) {
    const read = await connection.read(buffer.subarray(filled));
    if (read === null) throw new Error("The server closed the connection");
    filled += read;
    const text = decoder.decode(buffer.subarray(0, filled));
    const headEnd = text.indexOf("\r\n\r\n");
    if (headEnd < 0) continue;
    const length = /content-length: (\d+)/i.exec(text)?.[1];
    if (length === undefined) {
      if (text.endsWith("0\r\n\r\n")) return text;
    } else if (filled >= headEnd + 4 + Number(length)) return text;
  }
}

if (import.meta.main) {
  const plan = JSON.parse(await new Response(Deno.stdin.readable).text()) as LoadPlan;
  await Deno.stdout.write(encoder.encode(`${JSON.stringify(await run(plan))}\n`));
}
