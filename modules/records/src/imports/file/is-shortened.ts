/** `1.38E+10`: what a spreadsheet leaves of a long number when it shows or saves it as text. */
export function isShortened(text: string): boolean {
  return /^-?\d(\.\d+)?E\+\d{2,}$/.test(text);
}
