/**
 * Lengths on paper: millimetres in templates, points in PDF, dots in ticket printers.
 *
 * @module
 */

/** A point is the 72nd part of an inch. */
export const PT_PER_MM = 72 / 25.4;

/** How much of the paper a line of text takes from its top to where the next one can begin. */
export function lineHeightMm(fontSizePt: number): number {
  return fontSizePt * 1.2 / PT_PER_MM;
}

/** As much of a text as there is room for; what was left out is told by three dots. */
export function cutToFit(text: string, isFitting: (text: string) => boolean): string {
  if (isFitting(text)) return text;
  const characters = [...text];
  while (characters.length > 0) {
    characters.pop();
    const cut = `${characters.join("").trimEnd()}...`;
    if (isFitting(cut)) return cut;
  }
  return "";
}
