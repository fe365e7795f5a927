/**
 * The service does not start with more than it needs.
 *
 * @module
 */
import assert from "node:assert/strict";
import config from "../../deno.json" with { type: "json" };
import { inFolder } from "../support/service_file.ts";
import { PROJECT, startDirectly, VARIABLES } from "../support/service_starts.ts";

/** Flags beyond those of the task, and what the service says of them. */
const TOO_MUCH: ReadonlyArray<readonly [flag: string, words: ReadonlyArray<string>]> = [
  ["-A", [
    "start programs",
    "load native libraries",
    "read every file",
    "reach every address",
    "read every variable",
  ]],
  ["--allow-run", ["start programs"]],
  ["--allow-ffi", ["load native libraries"]],
  ["--allow-sys", ["look into the operating system"]],
  ["--allow-read", ["read every file"]],
  ["--allow-write=/", ["write every file"]],
  ["--allow-net", ["reach every address"]],
  ["--allow-env", ["read every variable"]],
];

for (const [flag, words] of TOO_MUCH) {
  Deno.test(`started with ${flag} it ends with 78 and one sentence`, () =>
    inFolder(async (folder) => {
      const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "--no-prompt", "--frozen", flag, ...neededWith(flag), `${PROJECT}/main.ts`],
        cwd: folder,
        env: { GATEHOUSE_DATA: `${folder}/data`, GATEHOUSE_PORT: "0", NO_COLOR: "1" },
        stdin: "null",
      }).output();
      const said = new TextDecoder().decode(stderr);
      assert.deepEqual([code, new TextDecoder().decode(stdout)], [78, ""], said);
      assert.match(
        said,
        /^The configuration \(permissions\) is wrong[^\n]+deno task start[^\n]+\n$/,
      );
      for (const word of words) assert.ok(said.includes(word), said);
    }));
}

Deno.test("started with the permissions of its task it starts", () =>
  inFolder(async (folder) => {
    const service = await startDirectly({ GATEHOUSE_DATA: `${folder}/data` }).up;
    assert.equal((await service.stop()).code, 0);
  }));

Deno.test("a name is judged by the address that it leads to when it is called", async () => {
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, hello);
  const { port } = server.addr;
  const program = `
    const answered = await fetch("http://localhost:${port}").then(({ status }) => status, () => 0);
    Deno.exit(answered === 200 ? 0 : 3);`;
  const codeWith = async (...flags: ReadonlyArray<string>) => {
    const args = ["run", "--no-prompt", "--no-config", "--allow-net=localhost", ...flags, "-"];
    const child = new Deno.Command(Deno.execPath(), { args, stdin: "piped", stderr: "null" });
    const running = child.spawn();
    const writer = running.stdin.getWriter();
    await writer.write(new TextEncoder().encode(program));
    await writer.close();
    return (await running.status).code;
  };
  assert.equal(await codeWith(), 0);
  assert.equal(await codeWith("--deny-net=127.0.0.0/8"), 3);
});

Deno.test("no name leads the service to where clouds tell who a machine is", () => {
  for (const name of ["start", "demo"] as const) {
    assert.match(config.tasks[name].command, /--deny-net=169\.254\.0\.0\/16,\[fd00:ec2::254\]/);
  }
});

function hello(): Response {
  return new Response("hello");
}

/** So that what is said is about the flag alone. */
function neededWith(flag: string): ReadonlyArray<string> {
  const config = `--config=${PROJECT}/deno.json`;
  const isWhole = flag === "-A" || flag === "--allow-env";
  return isWhole ? [config] : [config, `--allow-env=${VARIABLES.join()}`];
}
