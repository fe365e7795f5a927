/**
 * The simulator as its own program: starts, answers, stops, and says why it does not start.
 *
 * @module
 */
import assert from "node:assert/strict";

const MAIN = new URL("../../../adapters/simulator/main.ts", import.meta.url).pathname;
const VARIABLES = ["PORT", "TOKEN", "REPLY_URL", "REPLY_KEY"]
  .map((name) => `GATEHOUSE_SIMULATOR_${name}`);

function start(port: string): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "--allow-net=127.0.0.1",
      `--allow-env=${VARIABLES.join()},NO_COLOR`,
      MAIN,
    ],
    env: { GATEHOUSE_SIMULATOR_PORT: port, NO_COLOR: "1" },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

interface Heard {
  readonly firstLine: Promise<string>;
  readonly all: Promise<string>;
}

function hear(stream: ReadableStream<Uint8Array>): Heard {
  const first = Promise.withResolvers<string>();
  const all = (async () => {
    let text = "";
    for await (const part of stream.pipeThrough(new TextDecoderStream())) {
      text += part;
      const [line = "", ...others] = text.split("\n");
      if (others.length > 0) first.resolve(line);
    }
    return text;
  })();
  return { firstLine: first.promise, all };
}

Deno.test("the simulator program prints its URL and token, answers, and stops on SIGTERM with 0", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  listener.close();
  const child = start(String(listener.addr.port));
  const heard = hear(child.stdout);
  const line = await heard.firstLine;
  const url = /http:\/\/127\.0\.0\.1:\d+$/.exec(line)?.[0];
  assert.ok(url !== undefined, line);
  const answer = await fetch(`${url}/state`);
  assert.equal(answer.status, 200);
  await answer.body?.cancel();
  child.kill("SIGTERM");
  const [{ code }, errors] = await Promise.all([
    child.status,
    new Response(child.stderr).text(),
  ]);
  assert.equal(code, 0);
  assert.equal(errors, "");
  assert.match(
    await heard.all,
    /^It wants the token simulator-token \(GATEHOUSE_SIMULATOR_TOKEN\)$/m,
  );
});

Deno.test("the simulator program names a taken port in one sentence and exits with 75", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { code, stderr } = await start(String(listener.addr.port)).output();
  listener.close();
  assert.equal(code, 75);
  const text = new TextDecoder().decode(stderr);
  assert.match(text, /^Port \d+ cannot be listened on: another program [^\n]+\n$/);
});

Deno.test("the simulator program names a bad setting in one sentence and exits with 78", async () => {
  const { code, stderr } = await start("many").output();
  assert.equal(code, 78);
  const text = new TextDecoder().decode(stderr);
  assert.match(text, /^[^\n]*GATEHOUSE_SIMULATOR_PORT[^\n]*\n$/);
});
