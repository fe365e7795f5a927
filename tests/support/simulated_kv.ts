/**
 * A Deno KV in memory that fails when told to: before or after it wrote, by silence, by a lock, by
 * a full disk, by a crash. It keeps KV's own limits, so that nothing passes here and fails there.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import type {
  Kv,
  KvAtomic,
  KvCommit,
  KvEntry,
  KvListOptions,
  KvRange,
} from "../../adapters/kv/kv.ts";
import { SortedNames } from "./sorted_names.ts";

/**
 * What one call does instead of working.
 *
 * `lost-before` and `lost-after` throw, with nothing or all of it written. `silent-…` never answer;
 * `silent-late` writes only when `deliverLate` is called, if its check still holds then.
 */
export type Fault =
  | "lost-before"
  | "lost-after"
  | "silent-before"
  | "silent-after"
  | "silent-late"
  | "locked"
  | "full";

interface Stored {
  readonly key: Deno.KvKey;
  readonly value: Uint8Array;
  readonly versionstamp: string;
}

/** A key as one string that sorts as KV sorts keys. */
type Name = string;

interface Transaction {
  readonly checks: Array<{ readonly key: Deno.KvKey; readonly versionstamp: string | null }>;
  readonly mutations: Array<{ readonly key: Deno.KvKey; readonly value: Uint8Array | null }>;
}

/** The disk behind one or more handles; it survives their crash. */
export class SimulatedDisk {
  /** While set, every commit fails as SQLite does on a full disk. */
  full = false;
  /** Commits that were answered with success, or written without an answer. */
  commits = 0;
  /** KV calls of all handles, the crashed ones too. */
  calls = 0;
  /** Called before each commit; says what goes wrong with it. */
  onCommit: (() => Fault | null) | null = null;
  /** As `onCommit`, for reads: `lost-before` or `silent-before`. */
  onRead: (() => Fault | null) | null = null;
  /** Called at the crash. With it the dead are silent, as a process that is gone; else they throw. */
  onCrash: (() => void) | null = null;
  /** Waited for by every call before it does anything: a slow disk. */
  pause: (() => Promise<void>) | null = null;
  readonly #entries = new Map<Name, Stored>();
  readonly #names = new SortedNames();
  readonly #late: Array<Transaction> = [];
  #crashAt = Infinity;
  #stamp = 0;

  /** A new process opens the disk: what crashed before stays dead. */
  open(): Kv {
    return new SimulatedHandle(this);
  }

  /** All handles die at the given call from now: 0 is the next one. */
  crashAfter(calls: number): void {
    this.#crashAt = this.calls + calls;
  }

  /** The power is back: handles opened from now on work. */
  restart(): void {
    this.#crashAt = Infinity;
  }

  /** Whether the call of `crashAfter` has come. */
  get crashed(): boolean {
    return this.calls > this.#crashAt;
  }

  /** Writes what stayed silent, as far as its check still holds. Gives how many were written. */
  deliverLate(): number {
    return this.#late.splice(0).filter((transaction) => this.apply(transaction).ok).length;
  }

  /** Changes one stored value behind the back of everybody. */
  damage(key: Deno.KvKey, change: (value: Uint8Array) => Uint8Array): void {
    const found = this.#entries.get(nameOf(key));
    if (found === undefined) throw new Error("No such key");
    this.#entries.set(nameOf(key), { ...found, value: change(found.value.slice()) });
  }

  /** All keys in order. */
  keys(): ReadonlyArray<Deno.KvKey> {
    return Array.from(this.#names.all(), (name) => this.#entries.get(name)?.key ?? []);
  }

  /** What lies under one key now. */
  read(key: Deno.KvKey): KvEntry {
    const found = this.#entries.get(nameOf(key));
    if (found === undefined) return { key, value: null, versionstamp: null };
    return { ...found, value: found.value.slice() };
  }

  /** What lies in a range now. */
  scan(range: KvRange, { limit, reverse = false }: KvListOptions): ReadonlyArray<KvEntry> {
    if ("prefix" in range && "start" in range && "end" in range) {
      throw new TypeError("Selector can not specify both 'start' and 'end' key with 'prefix'");
    }
    const prefix = "prefix" in range ? nameOf(range.prefix) : "";
    const begin = "start" in range ? nameOf(range.start) : prefix;
    const end = "end" in range ? nameOf(range.end) : prefix + LAST;
    const found: Array<KvEntry> = [];
    for (const name of this.#names.between(begin, end, reverse)) {
      if (found.length >= limit) break;
      const entry = this.#entries.get(name);
      const isBelow = name.length > prefix.length && name.startsWith(prefix);
      if (entry !== undefined && isBelow) found.push({ ...entry, value: entry.value.slice() });
    }
    return found;
  }

  /** Writes all of it, or nothing when a check fails. */
  apply({ checks, mutations }: Transaction): KvCommit {
    const holds = checks.every(({ key, versionstamp }) =>
      (this.#entries.get(nameOf(key))?.versionstamp ?? null) === versionstamp
    );
    if (!holds) return { ok: false };
    const versionstamp = String(++this.#stamp).padStart(20, "0");
    for (const { key, value } of mutations) {
      const name = nameOf(key);
      const isThere = this.#entries.has(name);
      if (value !== null) {
        this.#entries.set(name, { key: [...key], value: value.slice(), versionstamp });
        if (!isThere) this.#names.add(name);
      } else if (this.#entries.delete(name)) {
        this.#names.delete(name);
      }
    }
    this.commits++;
    return { ok: true, versionstamp };
  }

  /** Puts a commit aside for `deliverLate`. */
  keepLate(transaction: Transaction): void {
    this.#late.push(transaction);
  }
}

class SimulatedHandle implements Kv {
  readonly #disk: SimulatedDisk;
  #dead = false;

  constructor(disk: SimulatedDisk) {
    this.#disk = disk;
  }

  async get(key: Deno.KvKey): Promise<KvEntry> {
    await this.#called(() => this.#disk.onRead?.() ?? null);
    return this.#disk.read(key);
  }

  async getMany(keys: ReadonlyArray<Deno.KvKey>): Promise<ReadonlyArray<KvEntry>> {
    if (keys.length > 10) throw new TypeError("Too many ranges (max 10)");
    await this.#called(() => this.#disk.onRead?.() ?? null);
    return keys.map((key) => this.#disk.read(key));
  }

  async *list(range: KvRange, options: KvListOptions): AsyncGenerator<KvEntry> {
    await this.#called(() => this.#disk.onRead?.() ?? null);
    yield* this.#disk.scan(range, options);
  }

  atomic(): KvAtomic {
    const transaction: Transaction = { checks: [], mutations: [] };
    const atomic: KvAtomic = {
      check: (check) => {
        transaction.checks.push(check);
        return atomic;
      },
      set: (key, value) => {
        if (!(value instanceof Uint8Array)) throw new TypeError("Only bytes are ever stored");
        transaction.mutations.push({ key, value: value.slice() });
        return atomic;
      },
      delete: (key) => {
        transaction.mutations.push({ key, value: null });
        return atomic;
      },
      commit: () => this.#commit(transaction),
    };
    return atomic;
  }

  close(): void {
    this.#dead = true;
  }

  async #commit(transaction: Transaction): Promise<KvCommit> {
    checkLimits(transaction);
    const disk = this.#disk;
    const planned = await this.#called(() => disk.full ? "full" : disk.onCommit?.() ?? null);
    switch (planned) {
      case "lost-after":
        disk.apply(transaction);
        throw new Error("The connection was lost");
      case "silent-after":
        disk.apply(transaction);
        return await silence();
      case "silent-late":
        disk.keepLate(transaction);
        return await silence();
      default:
        return disk.apply(transaction);
    }
  }

  /** Counts the call and ends it here when it has no effect; else gives what is still planned. */
  async #called(plan: () => Fault | null): Promise<Fault | null> {
    const disk = this.#disk;
    await (disk.pause?.() ?? Promise.resolve());
    disk.calls++;
    const hasCrashed = disk.crashed && !this.#dead;
    if (hasCrashed) this.#dead = true;
    if (this.#dead) {
      if (disk.onCrash === null) throw new Error("The process has crashed");
      if (hasCrashed) disk.onCrash();
      return await silence();
    }
    const fault = plan();
    if (fault === "lost-before") throw new Error("The connection was lost");
    if (fault === "locked") throw new Error("database is locked");
    if (fault === "full") throw new Error("database or disk is full");
    if (fault === "silent-before") return await silence();
    return fault;
  }
}

function silence(): Promise<never> {
  return new Promise(() => {});
}

/** The limits of Deno's own KV: what it refuses is refused here. */
function checkLimits({ checks, mutations }: Transaction): void {
  if (checks.length > 10) throw new TypeError("Too many checks (max 10)");
  if (mutations.length > 1000) throw new TypeError("Too many mutations (max 1000)");
  let [keysBytes, valuesBytes] = [0, 0];
  for (const { key, value } of mutations) {
    const keyBytes = keySizeBytes(key);
    if (keyBytes > 2048) throw new TypeError("Key too large for write (max 2048 bytes)");
    if ((value?.byteLength ?? 0) > 65_536) throw new TypeError("Value too large (max 65536 bytes)");
    if (value !== null) keysBytes += keyBytes;
    valuesBytes += value?.byteLength ?? 0;
  }
  if (keysBytes > 81_920) throw new TypeError("Total key size too large (max 81920 bytes)");
  if (keysBytes + valuesBytes > 819_200) throw new TypeError("Total mutation size too large");
}

function keySizeBytes(key: Deno.KvKey): number {
  let size = 0;
  for (const part of key) size += typeof part === "string" ? Buffer.byteLength(part) + 2 : 9;
  return size;
}

/** Behind every part of a key. */
const LAST = "\u{3}";

/** KV's order: part by part, texts before numbers, a prefix before what is below it. */
function nameOf(key: Deno.KvKey): Name {
  let name = "";
  for (const part of key) {
    name += typeof part === "string"
      ? `\u{1}${part}\u{0}`
      : `\u{2}${String(part).padStart(NUMBER_DIGITS, "0")}\u{0}`;
  }
  return name;
}

/** Every number in a key is whole, and not below zero. */
const NUMBER_DIGITS = 16;
