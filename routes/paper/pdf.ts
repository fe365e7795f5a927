/**
 * A ticket as PDF: one page of its size, the barcode as vectors.
 *
 * @module
 */
import type { Color, PDFFont, PDFPage } from "pdf-lib";
import { pathOf } from "./drawing.ts";
import { cutToFit, PT_PER_MM } from "./measure.ts";
import type { Line, Sheet } from "./sheet.ts";

/** Stands for a character that the font does not have, so that the loss is seen. */
const MISSING = "?";

/** The same sheet gives the same bytes. */
export async function pdfOf(sheet: Sheet): Promise<Uint8Array> {
  // large, and of no use to those who print elsewhere
  const { grayscale, PDFDocument, StandardFonts } = await import("pdf-lib");
  // otherwise it would write down when and by which library it was made
  const document = await PDFDocument.create({ updateMetadata: false });
  document.setTitle(sheet.title, { showInWindowTitleBar: true });
  document.setLanguage("en");
  const page = document.addPage([sheet.widthMm * PT_PER_MM, sheet.heightMm * PT_PER_MM]);
  const font = await document.embedFont(StandardFonts.Helvetica);
  const known = new Set(font.getCharacterSet());
  for (const line of sheet.lines) write(page, line, { font, known });
  // neither colour nor grey: printers mix those from dots
  drawBars(page, sheet, grayscale(0));
  return await document.save();
}

function write(
  page: PDFPage,
  { xMm, yMm, fontSizePt, text, roomMm }: Line,
  { font, known }: { readonly font: PDFFont; readonly known: ReadonlySet<number> },
): void {
  const shown = [...text.normalize("NFC")]
    .map((character) => known.has(character.codePointAt(0) ?? 0) ? character : MISSING)
    .join("");
  const room = roomMm * PT_PER_MM;
  const fitting = cutToFit(shown, (some) => font.widthOfTextAtSize(some, fontSizePt) <= room);
  page.drawText(fitting, {
    font,
    size: fontSizePt,
    x: xMm * PT_PER_MM,
    y: page.getHeight() - yMm * PT_PER_MM - font.heightAtSize(fontSizePt, { descender: false }),
  });
}

/** The path's y grows downwards from where it is put, as the sheet's does. */
function drawBars(
  page: PDFPage,
  { barcode: { xMm, yMm, drawing, moduleMm } }: Sheet,
  color: Color,
): void {
  page.drawSvgPath(pathOf(drawing), {
    x: xMm * PT_PER_MM,
    y: page.getHeight() - yMm * PT_PER_MM,
    scale: moduleMm * PT_PER_MM,
    color,
  });
}
