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

const encoder = new TextEncoder();

/** One file, used by one writer, one call at a time. What a call wrote is on disk when it returns. */
export class CustomerFile {
  readonly #path: string;
  readonly #file: Deno.FsFile;
  /** What stands from here on was not answered for, and could not be cut off yet. */
  #tornAt: number | null = null;

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

  /** Reads everything; ends what the process before was killed in. */
  async load(): Promise<Opened> {
    const customers: Array<Customer> = [];
    const unreadable: Array<number> = [];
    let number = 0;
    for await (const line of readLines(this.#path)) {
      number += 1;
      const said = parseLine(line);
      if (line.torn) await this.#cut(line.at);
      else if (said === "half-erased") await this.#writeOver(line, "");
      else if (said === "unreadable") unreadable.push(number);
      else if (said !== "blank") customers.push(said);
    }
    return { customers, unreadable };
  }

  /** Adds all or none. */
  async append(customers: ReadonlyArray<Customer>): Promise<void> {
    if (this.#tornAt !== null) await this.#cut(this.#tornAt);
    const { size } = await this.#file.stat();
    this.#tornAt = size;
    try {
      let rest = encoder.encode(customers.map(writeLine).join(""));
      while (rest.length > 0) rest = rest.subarray(await this.#file.write(rest));
      await this.#file.sync();
      this.#tornAt = null;
    } catch (error) {
      await this.#cut(size).catch(() => {});
      throw error;
    }
  }

  /**
   * Writes over every line of the customer.
   *
   * One small write in place: whoever dies over it leaves a line that is as before, or erased, and
   * all others where they are. It reads the file, and holds no second copy of it.
   */
  async erase(
    { tenant, alias, reference }: Customer & { readonly reference: string },
  ): Promise<void> {
    for await (const line of readLines(this.#path)) {
      if (!line.text.includes(alias) && !line.text.includes(`"${reference}"`)) continue;
      const said = parseLine(line);
      if (typeof said === "string" || said.tenant !== tenant) continue;
      const isTheirs = said.alias === alias || said.reference === reference;
      if (isTheirs) await this.#writeOver(line, writeErased(said));
    }
  }

  close(): void {
    this.#file.close();
  }

  /** Not through the handle that appends: it writes at the end, wherever it is put. */
  async #writeOver({ at, text }: Line, instead: string): Promise<void> {
    using file = await Deno.open(this.#path, { write: true });
    await file.seek(at, Deno.SeekMode.Start);
    let rest = encoder.encode(instead.padEnd(text.length));
    while (rest.length > 0) rest = rest.subarray(await file.write(rest));
    await file.sync();
  }

  async #cut(size: number): Promise<void> {
    await this.#file.truncate(size);
    await this.#file.sync();
    this.#tornAt = null;
  }
}
