const candidates = [",", ";", "\t", "|"] as const;

/** The separator of a table in text: the one that cuts the first lines into the same number of cells, above one. */
export function detectSeparator(start: string): string {
  let best = { separator: ",", score: 0 };
  for (const separator of candidates) {
    const counts = separatorsByLine(start, separator);
    const [head = 0] = counts;
    const same = counts.filter((count) => count === head).length;
    const score = head === 0 ? 0 : (same / counts.length) * 1000 + head;
    if (score > best.score) best = { separator, score };
  }
  return best.separator;
}

const mostLines = 50;

/** How often the separator stands outside of quotes, line by line; a last line that may be cut is left out. */
function separatorsByLine(text: string, separator: string): readonly number[] {
  const counts: number[] = [];
  let count = 0;
  let isQuoted = false;
  for (const character of text) {
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
