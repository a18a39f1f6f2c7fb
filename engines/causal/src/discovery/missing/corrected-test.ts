import type { DataTable } from "../../data/table.ts";
import { tablePatterns } from "../../data/table-patterns.ts";
import { rowsInOne, weighedPatterns } from "../../data/weighed-patterns.ts";
import { contingencyTest } from "../../independence/contingency-test.ts";
import { gaussianTest } from "../../independence/gaussian-test.ts";
import type { IndependenceTest } from "../../independence/independence-test.ts";
import { rememberVerdicts } from "../../independence/remember-verdicts.ts";
import type { TestKind } from "../choose-test.ts";
import { correctedCovariance } from "./corrected-covariance.ts";
import type { MissingCauses } from "./find-missing-causes.ts";
import { weighRows } from "./weigh-rows.ts";

interface Options {
  readonly kind: TestKind;
  readonly alpha: number;
  readonly sparse: "keep" | "independent";
  readonly information: number;
}

/**
 * The test of a kind in which the rows that are complete stand for all rows (Tu et al. 2019; there only for edges that plain
 * deletion left, here in every test, so that orientation gains by it too).
 */
export function correctedTest(
  table: DataTable,
  causes: MissingCauses,
  { kind, information, ...options }: Options,
): IndependenceTest {
  if (kind === "fisher-z" || kind === "mixed") {
    return gaussianTest(correctedCovariance(table, causes), { ...options, information });
  }
  const counted = contingencyTest(
    weighedPatterns(tablePatterns(table, true), weighRows(table, causes)),
    {
      ...{ ...options, statistic: kind, rowsPerCell: 5 * rowsInOne },
      information: information / rowsInOne,
    },
  );
  // Rows are weighed for the columns of one question, not for all that a pair may be asked about.
  return rememberVerdicts({
    names: counted.names,
    pair: (x, y) => (given) => counted.pair(x, y, given)(given),
  });
}
