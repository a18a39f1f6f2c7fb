/**
 * First characters by which spreadsheets take a cell for a formula, in their full width too (OWASP, "CSV Injection"),
 * and text that begins with the apostrophes that make it text again: so that one can always be taken back.
 */
const formulaStart = /^'*[=+\-@\t\r\n＝＋－＠]/;

/** Before UTF-8, so that spreadsheets read Chinese. */
export const byteOrderMark = "\uFEFF";

/** Text as one cell of a CSV file (RFC 4180) that no spreadsheet runs: a formula is made text by an apostrophe. */
export function csvText(text: string): string {
  return csvCell(formulaStart.test(text) ? `'${text}` : text);
}

/** Takes back what `csvText` put before a formula. */
export function withoutApostrophe(cell: string): string {
  return cell.startsWith("'") && formulaStart.test(cell) ? cell.slice(1) : cell;
}

/** A value that is not text of a person: numbers, dates, ids. */
export function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
