/**
 * Names of code and values of any kind, as people read them.
 *
 * @module
 */

/** `ReprintPass` and `multipleAdmissions` become `Reprint pass` and `Multiple admissions`. */
export function spaced(name: string): string {
  const words = name.replaceAll(/[-_.]/g, " ").replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase();
}

/** `null`, a text or a whole structure, short enough for one cell. */
export function valueWords(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length <= VALUE_MAX ? text : `${text.slice(0, VALUE_MAX)} …`;
}

const VALUE_MAX = 200;

/** `1 call`, `2 calls`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
