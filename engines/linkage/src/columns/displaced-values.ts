import { wordsOf } from "../text/words.ts";
import type { KindedColumn } from "./build-fields.ts";
import { type CodedColumn, codeColumn } from "./coded-column.ts";

const sampled = 4000;
/** How much oftener a text must hold another column's words where that column is empty than where it is not. */
const leastRise = 0.35;

/**
 * Puts values that slipped into another column back together with it: where a column is empty and a text holds what
 * looks like its values, as scraped and hand-moved tables have it, the text and all columns that slip into it become one
 * text. Any other columns stay as they are.
 */
export function joinDisplaced(columns: readonly KindedColumn[]): readonly KindedColumn[] {
  const into = columns.find(({ kind }) => kind === "text");
  if (into === undefined) return columns;
  const others = columns.filter((one) => one !== into && slipsInto(one.column, into.column));
  if (others.length === 0) return columns;
  const parts = [into, ...others].map(({ column }) => column);
  const joined: KindedColumn = { column: joinColumns(parts), kind: "text" };
  const rest = columns.filter((one) => one !== into && !others.includes(one));
  return [joined, ...rest];
}

function joinColumns(parts: readonly CodedColumn[]): CodedColumn {
  const rows = parts[0]?.ids.length ?? 0;
  const cells = Array.from({ length: rows }, (_, row) =>
    parts.flatMap((part) => wordsAt(part, row) ?? []).join(" "),
  );
  return codeColumn(parts.map(({ name }) => name).join(" + "), cells, (cell) => cell);
}

function wordsAt({ ids, values }: CodedColumn, row: number): string | undefined {
  return values[ids[row] ?? -1];
}

/** Whether the text holds this column's words where the column is empty, far oftener than where it is filled. */
function slipsInto(column: CodedColumn, text: CodedColumn): boolean {
  const rows = column.ids.length;
  const empty = rows - column.filled;
  if (column.filled < 50 || empty < 0.05 * rows || empty < 50) return false;
  const step = Math.max(1, Math.floor(rows / sampled));
  const own = wordShares(column, step);
  const usual = wordShares(text, step);
  const typical = (word: string) => (own.shares.get(word) ?? 0) > (usual.shares.get(word) ?? 0);
  const enough = Math.max(1, own.mean / 2);
  const [held, seen] = [
    [0, 0],
    [0, 0],
  ];
  for (let row = 0; row < rows; row += step) {
    const value = wordsAt(text, row);
    if (value === undefined) continue;
    const side = (column.ids[row] ?? -1) < 0 ? 0 : 1;
    seen[side] = (seen[side] ?? 0) + 1;
    if (wordsOf(value).filter(typical).length >= enough) held[side] = (held[side] ?? 0) + 1;
  }
  const share = (side: 0 | 1) => (held[side] ?? 0) / Math.max(1, seen[side] ?? 0);
  return share(0) - share(1) >= leastRise;
}

/** Each word's share of all words of a column, and how many words a value has. */
function wordShares(column: CodedColumn, step: number) {
  const counts = new Map<string, number>();
  let [total, filled] = [0, 0];
  for (let row = 0; row < column.ids.length; row += step) {
    const value = wordsAt(column, row);
    if (value === undefined) continue;
    filled++;
    for (const word of wordsOf(value)) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
      total++;
    }
  }
  const shares = new Map([...counts].map(([word, count]) => [word, count / Math.max(1, total)]));
  return { shares, mean: total / Math.max(1, filled) };
}
