/**
 * Programs of the machine that faults are made with.
 *
 * @module
 */
import assert from "node:assert/strict";

/** Whether it ran and ended well. */
export async function runTool(
  command: string,
  ...args: ReadonlyArray<string>
): Promise<boolean> {
  try {
    const { success } = await new Deno.Command(command, { args: [...args] }).output();
    return success;
  } catch {
    return false;
  }
}

/** Why a trial that needs it cannot be played here; `null`: it can. */
export function missing(path: string, what: string): string | null {
  try {
    Deno.statSync(path);
    return null;
  } catch {
    return `${what} is not installed`;
  }
}

/** Whether this process can mount a disk of its own. */
export function canMount(): boolean {
  if (Deno.build.os !== "linux" || Deno.uid() !== 0) return false;
  const folder = Deno.makeTempDirSync();
  const run = (command: string, ...args: ReadonlyArray<string>) =>
    new Deno.Command(command, { args: [...args] }).outputSync().success;
  try {
    return run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder) &&
      run("umount", folder);
  } catch {
    return false;
  } finally {
    Deno.removeSync(folder);
  }
}

/** Mounts a disk of `size` at `path` while `use` goes on. */
export async function onSmallDisk(
  path: string,
  size: string,
  use: () => Promise<void>,
): Promise<void> {
  await Deno.mkdir(path);
  assert.ok(await runTool("mount", "-t", "tmpfs", "-o", `size=${size}`, "tmpfs", path));
  try {
    await use();
  } finally {
    await runTool("umount", "-l", path);
  }
}
