/**
 * Character sequences by which search finds candidates in an inverted index. Two Han characters are rare enough
 * to select by; Latin letters and digits need three. Only candidates: the text itself decides.
 */

const runs = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu;
const isHanRun = /^\p{Script=Han}/u;

/** Grams of stored text: all pairs of Han characters, all triples of others, and the beginnings of each run. */
export function gramsOfText(text: string): Iterable<number> {
  const grams = new Set<number>();
  for (const run of runsOf(text)) {
    const size = isHanRun.test(run) ? 2 : 3;
    const points = codePointsOf(run);
    for (let length = 1; length < size; length++) grams.add(hashPoints(points, 0, length));
    for (let at = 0; at + size <= points.length; at++) {
      grams.add(hashPoints(points, at, at + size));
    }
  }
  return grams;
}

/** Grams of pinyin initials, which are short: beginnings, all pairs and all triples. */
export function gramsOfInitials(initials: string): Iterable<number> {
  const grams = new Set(gramsOfText(initials));
  for (let at = 0; at + 2 <= initials.length; at++) grams.add(hashGram(initials.slice(at, at + 2)));
  return grams;
}

/** Grams that a record must have to contain the query: none where the query has no letter or digit. */
export function gramsOfQuery(query: string): readonly number[] {
  const grams = new Set<number>();
  for (const run of runsOf(query)) {
    const size = isHanRun.test(run) ? 2 : 3;
    const points = codePointsOf(run);
    if (points.length < size) grams.add(hashPoints(points, 0, size));
    for (let at = 0; at + size <= points.length; at++) {
      grams.add(hashPoints(points, at, at + size));
    }
  }
  return [...grams];
}

/** Whether a part of the query is so short that only what begins with it, or initials that have it, are its candidates. */
export function hasShortRun(query: string): boolean {
  return runsOf(query).some((run) => [...run].length < (isHanRun.test(run) ? 2 : 3));
}

/** Marks the records of one object, so that a search among them reads only theirs. */
export function objectGram(object: string): number {
  return hashGram(`object ${object}`);
}

function runsOf(text: string): readonly string[] {
  return text.match(runs) ?? [];
}

function codePointsOf(text: string): readonly number[] {
  const points: number[] = [];
  for (const character of text) points.push(character.codePointAt(0) ?? 0);
  return points;
}

function hashGram(text: string): number {
  const points = codePointsOf(text);
  return hashPoints(points, 0, points.length);
}

/** FNV-1a over code points, as a signed 32-bit number. A collision only costs a candidate. */
function hashPoints(points: readonly number[], from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to && at < points.length; at++) {
    hash = Math.imul(hash ^ (points[at] ?? 0), 0x01000193);
  }
  return hash | 0;
}
