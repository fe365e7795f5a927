/**
 * The registry's file: lines are added at its end and written over where they stand, never moved.
 *
 * @module
 */
import type { Customer } from "../../actors/customers.ts";
import { type Line, parseLine, readLines, writeErased, writeLine } from "./lines.ts";

/** What a file holds that is just opened. */
export interface Opened {
  readonly customers: ReadonlyArray<Customer>;
  /** Numbers of the lines, from 1, that cannot be read; they are left as they are. */
  readonly unreadable: ReadonlyArray<number>;
}

/** Name of the registry in the data folder. */
const CUSTOMERS_FILE = "customers.jsonl";

type Named = Customer & { readonly reference: string };

const encoder = new TextEncoder();

/** One file, for one call at a time. What a call wrote is on disk when it returns. */
export class CustomerFile {
  readonly #path: string;
  readonly #file: Deno.FsFile;
  /** Up to here it is whole, and all in it is known. */
  #size = 0;
  /** What stands behind was not answered for, and could not be cut off yet. */
  #isTorn = false;

  private constructor(path: string, file: Deno.FsFile) {
    this.#path = path;
    this.#file = file;
  }

  /** Opens or makes it in a folder that is there, for its owner's eyes only. */
  static async open(folder: string): Promise<CustomerFile> {
    const path = `${folder}/${CUSTOMERS_FILE}`;
    const file = await Deno.open(path, { append: true, create: true, mode: 0o600 });
    using parent = await Deno.open(folder, { read: true });
    await parent.sync();
    return new CustomerFile(path, file);
  }

  /** Reads everything, as the first call; ends what the process before was killed in. */
  async load(): Promise<Opened> {
    const customers: Array<Customer> = [];
    const unreadable: Array<number> = [];
    let number = 0;
    for await (const lines of readLines(this.#path, 0)) {
      for (const line of lines) {
        number += 1;
        const said = parseLine(line);
        if (line.torn) await this.#cut(line.at);
        else if (said === "half-erased") await this.#writeOver(line, "");
        else if (said === "unreadable") unreadable.push(number);
        else if (said !== "blank") customers.push(said);
      }
    }
    this.#size = (await this.#file.stat()).size;
    return { customers, unreadable };
  }

  /**
   * Adds all or none. Gives whoever has come into the file since the last call, in its order: an
   * instance that was paused while this one took over may have added some before it noticed.
   */
  async append(customers: ReadonlyArray<Customer>): Promise<ReadonlyArray<Customer>> {
    if (this.#isTorn) await this.#cut();
    this.#isTorn = true;
    try {
      const bytes = encoder.encode(customers.map(writeLine).join(""));
      await writeAll(this.#file, bytes);
      await this.#file.sync();
      const { size } = await this.#file.stat();
      const isAlone = size === this.#size + bytes.length;
      const added = isAlone ? customers : await this.#addedSince(this.#size);
      this.#size = size;
      this.#isTorn = false;
      return added;
    } catch (error) {
      await this.#cut().catch(() => {});
      throw error;
    }
  }

  /**
   * Writes over every line of the customer; gives what stands there now.
   *
   * One small write in place: whoever dies over it leaves a line that is as before, or erased, and
   * all others where they are. It reads the file, and holds no second copy of it.
   */
  async erase({ tenant, alias, reference }: Named): Promise<ReadonlyArray<Customer>> {
    const mayBeTheirs = ({ text }: Line) => text.includes(alias) || text.includes(`"${reference}"`);
    const erased: Array<Customer> = [];
    for await (const lines of readLines(this.#path, 0)) {
      for (const line of lines.filter(mayBeTheirs)) {
        const said = parseLine(line);
        if (typeof said === "string" || said.tenant !== tenant) continue;
        if (said.alias !== alias && said.reference !== reference) continue;
        await this.#writeOver(line, writeErased(said));
        erased.push({ ...said, reference: null });
      }
    }
    return erased;
  }

  close(): void {
    this.#file.close();
  }

  async #addedSince(size: number): Promise<ReadonlyArray<Customer>> {
    const added: Array<Customer> = [];
    for await (const lines of readLines(this.#path, size)) {
      const said = lines.map(parseLine);
      added.push(...said.filter((one) => typeof one !== "string"));
    }
    return added;
  }

  /** Not through the handle that appends: it writes at the end, wherever it is put. */
  async #writeOver({ at, text }: Line, instead: string): Promise<void> {
    using file = await Deno.open(this.#path, { write: true });
    await file.seek(at, Deno.SeekMode.Start);
    await writeAll(file, encoder.encode(instead.padEnd(text.length)));
    await file.sync();
  }

  async #cut(size = this.#size): Promise<void> {
    await this.#file.truncate(size);
    await this.#file.sync();
    this.#isTorn = false;
  }
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  let rest = bytes;
  while (rest.length > 0) rest = rest.subarray(await file.write(rest));
}
