/**
 * Where in a folder a word is still to be found, byte for byte.
 *
 * @module
 */

/** Names of the files, below `folder`, in which the word stands. */
export async function filesWith(folder: string, word: string): Promise<ReadonlyArray<string>> {
  const found: Array<string> = [];
  for (const path of await filesIn(folder)) {
    const bytes = await Deno.readFile(path);
    const text = new TextDecoder("latin1").decode(bytes);
    if (text.includes(word)) found.push(path.slice(folder.length + 1));
  }
  return found;
}

/** Every file below a folder. */
export async function filesIn(folder: string): Promise<ReadonlyArray<string>> {
  const paths: Array<string> = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) paths.push(...await filesIn(path));
    else paths.push(path);
  }
  return paths.sort();
}
