/** A value in memory: text, dates (`YYYY-MM-DD`), options and ids as strings, instants as epoch milliseconds. */
export type Scalar = string | number | boolean;

/** What a field or an operand holds once read; lists belong to multi-selects and list operands. */
export type Value = Scalar | readonly Scalar[];

/** SQL's three truth values; `null` is unknown. */
export type Verdict = boolean | null;

/** Orders by code point, which is the order of UTF-8 bytes and so of PostgreSQL's `COLLATE "C"`. */
function compareText(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) return codePointRank(a) - codePointRank(b);
  }
  return left.length - right.length;
}

/** UTF-16 puts surrogates below U+E000–U+FFFF; in code points they stand above. */
function codePointRank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/** PostgreSQL's float8 order: NaN equals itself and lies above everything. */
function compareNumbers(left: number, right: number): number {
  if (Number.isNaN(left)) return Number.isNaN(right) ? 0 : 1;
  if (Number.isNaN(right)) return -1;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/**
 * Total order of two values of one type, as PostgreSQL orders them (text under `COLLATE "C"`).
 * Throws TypeError where the types differ: a checked condition never compares such values.
 */
export function compareScalars(left: Value, right: Value): number {
  if (typeof left === "string" && typeof right === "string") return compareText(left, right);
  if (typeof left === "number" && typeof right === "number") return compareNumbers(left, right);
  if (typeof left === "boolean" && typeof right === "boolean") return Number(left) - Number(right);
  throw new TypeError(`Cannot compare ${typeof left} with ${typeof right}`);
}

/** Whether a list operand holds the value. */
export function listHas(list: Value, value: Value): boolean {
  if (!Array.isArray(list)) throw new TypeError("A list operand is expected");
  // SameValueZero is equality as PostgreSQL has it: NaN equals itself, and so do both zeros.
  return (list as readonly Value[]).includes(value);
}

/** Kleene conjunction: false wins, then unknown. */
export function verdictAnd(verdicts: Iterable<Verdict>): Verdict {
  let result: Verdict = true;
  for (const verdict of verdicts) {
    if (verdict === false) return false;
    if (verdict === null) result = null;
  }
  return result;
}

/** Kleene disjunction: true wins, then unknown. */
export function verdictOr(verdicts: Iterable<Verdict>): Verdict {
  let result: Verdict = false;
  for (const verdict of verdicts) {
    if (verdict === true) return true;
    if (verdict === null) result = null;
  }
  return result;
}

/** Kleene negation: unknown stays unknown. */
export function verdictNot(verdict: Verdict): Verdict {
  return verdict === null ? null : !verdict;
}
