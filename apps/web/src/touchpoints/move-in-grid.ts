const steps: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/**
 * Moves the focus from one cell's button to the next one in the direction of an arrow key, past cells that hold none.
 * Says whether there was one.
 */
export function moveInGrid(table: HTMLTableElement, key: string): boolean {
  const step = steps[key];
  const cell = table.ownerDocument.activeElement?.closest("td");
  const row = cell?.parentElement;
  if (step === undefined || !cell || !(row instanceof HTMLTableRowElement)) return false;
  for (let at = 1; ; at++) {
    const next = table.rows[row.rowIndex + at * step[0]]?.cells[cell.cellIndex + at * step[1]];
    if (next === undefined) return false;
    const button = next.querySelector("button");
    if (button === null) continue;
    button.focus();
    return true;
  }
}
