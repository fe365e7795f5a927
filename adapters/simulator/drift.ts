/**
 * Faults that change the list behind everyone's back: an older list, lost, invented and swapped
 * credentials.
 *
 * @module
 */
import type { Dice } from "./dice.ts";
import type { FaultSet } from "./faults.ts";
import { watchAll } from "./oracles.ts";
import { type Issued, subjectKey, type World } from "./world.ts";

/** A list to fall back to. */
export type Memory = Pick<World, "subjects" | "credentials" | "applied">;

/** Does what `set` asks to be done at once; gives the list to fall back to from now on. */
export function drift(
  world: World,
  set: FaultSet,
  options: { readonly dice: Dice; readonly memory: Memory | null },
): Memory | null {
  const { dice } = options;
  const memory = set.amnesia === "remember" ? copy(world) : options.memory;
  if (set.amnesia === "return" && memory !== null) Object.assign(world, copy(memory));
  for (const issued of sample(world, set.loseCredentials ?? 0, dice)) {
    world.credentials.delete(issued.value);
  }
  invent(world, set.inventCredentials ?? 0, dice);
  swap(sample(world, 2 * (set.swapCredentials ?? 0), dice));
  watchAll(world);
  return memory;
}

function copy({ subjects, credentials, applied }: Memory): Memory {
  return structuredClone({ subjects, credentials, applied });
}

function sample(world: World, count: number, dice: Dice): ReadonlyArray<Issued> {
  const live = [...world.credentials.values()].filter((issued) => issued.state === "live");
  const chosen: Issued[] = [];
  while (chosen.length < count && live.length > 0) {
    chosen.push(...live.splice(dice.pick(live.length), 1));
  }
  return chosen;
}

function invent(world: World, count: number, dice: Dice): void {
  const [first] = world.subjects.values();
  const tenant = first?.tenant ?? "unknown";
  for (let made = 0; made < count; made += 1) {
    const value = `9${String(dice.pick(1e12)).padStart(12, "0")}`;
    const subject = { tenant, kind: "ticket" as const, id: `invented-${value}` };
    world.subjects.set(subjectKey(subject), { ...subject, lastSeq: 0, values: [value] });
    world.credentials.set(value, {
      kind: "standard",
      value,
      subject: subjectKey(subject),
      generation: 1,
      state: "live",
      blocked: false,
      admissions: [{ admissionId: `invented-${value}`, ProductCode: "UNKNOWN" }],
    });
  }
}

/** Owners change; what each value opens stays with the value, as with two cards mixed up. */
function swap(pairs: ReadonlyArray<Issued>): void {
  for (let at = 0; at + 1 < pairs.length; at += 2) {
    const [one, other] = [pairs[at], pairs[at + 1]];
    if (one === undefined || other === undefined) return;
    [one.subject, other.subject] = [other.subject, one.subject];
  }
}
