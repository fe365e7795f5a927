/**
 * A barcode as SVG, with a title for those who cannot see it.
 *
 * @module
 */
import { type Drawing, pathOf } from "./drawing.ts";

/** `scale` is the size of one module in CSS pixels. */
export function svgOf(drawing: Drawing, title: string, scale: number): string {
  const { width, height } = drawing;
  const size = `width="${width * scale}" height="${height * scale}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" ${size} viewBox="0 0 ${width} ${height}">`,
    `<title>${escape(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<path d="${pathOf(drawing)}" fill="#000" shape-rendering="crispEdges"/>`,
    "</svg>",
  ].join("");
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
