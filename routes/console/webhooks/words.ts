/**
 * What a webhook listens to, in words.
 *
 * @module
 */

/** `kind ticket, performance M01`; a filter that leaves nothing out is `everything`. */
export function filterWords(filter: Readonly<Record<string, string>>): string {
  const parts = Object.entries(filter).map(([name, value]) => `${name} ${value}`);
  return parts.length === 0 ? "everything" : parts.join(", ");
}
