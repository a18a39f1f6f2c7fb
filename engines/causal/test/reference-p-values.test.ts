import { describe, expect, it } from "vitest";
import { tablePatterns } from "../src/data/table-patterns.ts";
import { contingencyTest } from "../src/independence/contingency-test.ts";
import { hasData, readTable } from "./shared-networks.ts";

/** On the 10,000 rows of child: x, y, given, G² p-value, chi-square p-value, by causal-learn 0.1.4.8 (SciPy's chi2.sf). */
const reference: readonly (readonly [number, number, readonly number[], number, number])[] = [
  [8, 10, [2, 0, 16], 0.13713734899807223, 0.4292513092689213],
  [4, 8, [1, 0], 0.1504958191230798, 0.1566643705894716],
  [2, 9, [], 0.7922622448679225, 0.7921310964865297],
  [5, 9, [10, 0, 4], 3.994313088637061e-10, 1.2616675740948033e-10],
  [13, 5, [2, 14, 4], 0.00021066928640793047, 0.001325289325390511],
  [12, 8, [11, 5, 15], 0.7230866196005608, 0.8264273047425301],
  [1, 2, [3, 13, 15], 8.654588066165685e-11, 3.733073987520222e-9],
  [12, 8, [13, 16, 0], 0.009599466609405569, 0.009071328013700275],
  [4, 13, [18, 14, 19], 0.0004478733455715494, 0.002221230085913725],
  [0, 9, [18], 0.7426775287897935, 0.7387234612369147],
];

describe.skipIf(!hasData)("contingencyTest()", () => {
  it("gives the reference p-values to eight digits, also once its rows are merged", () => {
    const source = tablePatterns(readTable("networks/child.data.txt"));
    for (const [x, y, given, gSquare, chiSquare] of reference) {
      for (const [statistic, expected] of [
        ["g-square", gSquare],
        ["chi-square", chiSquare],
      ] as const) {
        const test = contingencyTest(source, { statistic, alpha: 0.05, sparse: "independent" });
        const ask = test.pair(x, y, given);
        for (let repeat = 0; repeat < 8; repeat++)
          expect(Math.abs(ask(given).pValue / expected - 1)).toBeLessThan(1e-8);
      }
    }
  });
});
