const candidates = [",", ";", "\t", "|"] as const;

/**
 * The separator of a table in text: the one that its first line names (`sep=;`, as
 * Excel reads it), else the one that cuts the first lines into the same number of cells, above one.
 */
export function detectSeparator(start: string): string {
  const named = /^sep=(.)[\r\n]/.exec(start)?.[1];
  if (named !== undefined) return named;
  let best = { separator: ",", score: 0 };
  for (const separator of candidates) {
    const counts = separatorsByLine(start, separator);
    const head = counts[0] || mostOften(counts.slice(1));
    const same = counts.filter((count) => count === head).length;
    const score = head === 0 ? 0 : (same / counts.length) * 1000 + head;
    if (score > best.score) best = { separator, score };
  }
  return best.separator;
}

const mostLines = 50;

/** What stands on most lines below a title that has no separator; 0 where hardly two lines agree. */
function mostOften(counts: readonly number[]): number {
  const times = new Map<number, number>();
  for (const count of counts) if (count > 0) times.set(count, (times.get(count) ?? 0) + 1);
  const [best] = [...times].sort((left, right) => right[1] - left[1]);
  return best !== undefined && best[1] > counts.length / 2 ? best[0] : 0;
}

/** How often the separator stands outside of quotes, line by line; a last line that may be cut is left out. */
function separatorsByLine(text: string, separator: string): readonly number[] {
  const counts: number[] = [];
  let count = 0;
  let isQuoted = false;
  for (const character of text.replace(/\r\n?/g, "\n")) {
    if (character === '"') isQuoted = !isQuoted;
    else if (character === separator && !isQuoted) count++;
    else if (character === "\n" && !isQuoted) {
      counts.push(count);
      count = 0;
      if (counts.length === mostLines) return counts;
    }
  }
  return counts.length === 0 ? [count] : counts;
}
