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
  const separators = createSetList(pairs);
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
      separators.put(at, separation.given);
      pValues[at] = separation.pValue;
    },
    separation(a, b) {
      const at = place(a, b);
      const given = separators.get(at);
      return given && { given, pValue: pValues[at] as number };
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

/** Sets at places, one after the other in one array, each after its size; most places share the empty set. */
function createSetList(places: number) {
  const starts = new Int32Array(places);
  let members = new Int32Array(64);
  // Before it, 0 says that there is none, and place 1 holds the empty set.
  let end = 2;
  return {
    put(at: number, set: readonly number[]) {
      if (set.length === 0) {
        starts[at] = 1;
        return;
      }
      if (members.length < end + set.length + 1) {
        const more = new Int32Array(2 * members.length + set.length);
        more.set(members);
        members = more;
      }
      starts[at] = end;
      members[end] = set.length;
      members.set(set, end + 1);
      end += set.length + 1;
    },
    get(at: number): readonly number[] | undefined {
      const start = starts[at] as number;
      if (start === 0) return undefined;
      return Array.from(members.subarray(start + 1, start + 1 + (members[start] as number)));
    },
  };
}
