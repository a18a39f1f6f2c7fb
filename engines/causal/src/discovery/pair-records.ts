/** What separated a pair. */
export interface Separation {
  readonly given: readonly number[];
  readonly pValue: number;
}

/** Why an edge stayed. */
export interface EdgeEvidence {
  /** The largest p-value of all tests that tried to remove it. */
  readonly pValue: number;
  readonly tests: number;
  /** Tests that could not be made for want of data: while there are any, the edge is unproven. */
  readonly notEnoughData: number;
}

/** What the tests said of every pair, in flat arrays: a thousand variables have half a million pairs. */
export interface PairRecords {
  add(a: number, b: number, evidence: EdgeEvidence, separation: Separation | undefined): void;
  separation(a: number, b: number): Separation | undefined;
  evidence(a: number, b: number): EdgeEvidence;
}

export function createPairRecords(size: number): PairRecords {
  const pairs = (size * (size - 1)) / 2;
  const pValues = new Float64Array(pairs);
  const tests = new Uint32Array(pairs);
  const notEnoughData = new Uint32Array(pairs);
  const separators = new Array<readonly number[] | undefined>(pairs);
  const place = (a: number, b: number) => {
    const [low, high] = a < b ? [a, b] : [b, a];
    return (high * (high - 1)) / 2 + low;
  };
  return {
    add(a, b, evidence, separation) {
      const at = place(a, b);
      tests[at] = (tests[at] as number) + evidence.tests;
      notEnoughData[at] = (notEnoughData[at] as number) + evidence.notEnoughData;
      pValues[at] = Math.max(pValues[at] as number, evidence.pValue);
      if (!separation) return;
      separators[at] = separation.given;
      pValues[at] = separation.pValue;
    },
    separation(a, b) {
      const given = separators[place(a, b)];
      return given && { given, pValue: pValues[place(a, b)] as number };
    },
    evidence(a, b) {
      const at = place(a, b);
      return {
        pValue: pValues[at] as number,
        tests: tests[at] as number,
        notEnoughData: notEnoughData[at] as number,
      };
    },
  };
}
