import { describe, expect, it } from "vitest";
import { tableCovariance } from "../src/data/table-covariance.ts";
import { tablePatterns } from "../src/data/table-patterns.ts";
import { compileKnowledge } from "../src/discovery/knowledge.ts";
import { pc } from "../src/discovery/pc.ts";
import { separationOracle } from "../src/discovery/separation-oracle.ts";
import { contingencyTest } from "../src/independence/contingency-test.ts";
import { gaussianTest } from "../src/independence/gaussian-test.ts";
import {
  hasData,
  networkNames,
  publishedSkeleton,
  readPublished,
  readTable,
  readTruth,
  skeletonOf,
} from "./shared-networks.ts";
import { trueEquivalenceClass } from "./true-equivalence-class.ts";

describe.skipIf(!hasData)("pc() on published data", () => {
  const plain = { collider: "plain" } as const;

  it.each(networkNames)("finds the published chi-square skeleton of %s", (name) => {
    const table = readTable(`networks/${name}.data.txt`);
    const test = contingencyTest(tablePatterns(table), {
      statistic: "chi-square",
      alpha: 0.05,
      sparse: "independent",
    });
    const found = pc(test, compileKnowledge(test.names), plain);
    const published = readPublished(`networks/${name}.pc_chisq_0.05.txt`);
    expect(skeletonOf(found.edges)).toEqual(publishedSkeleton(published));
  });

  it.each([
    ["chi-square", "chisq"],
    ["g-square", "gsq"],
  ] as const)("finds the published %s skeleton of discrete_10", (statistic, file) => {
    const test = contingencyTest(tablePatterns(readTable("data_discrete_10.txt")), {
      statistic,
      alpha: 0.05,
      sparse: "independent",
    });
    const found = pc(test, compileKnowledge(test.names), plain);
    const published = readPublished(`expected/discrete_10_pc_${file}_0.05_stable_0_-1.txt`);
    expect(skeletonOf(found.edges)).toEqual(publishedSkeleton(published));
  });

  it("finds the published Fisher-Z skeleton of linear_10", () => {
    const table = readTable("data_linear_10.txt.gz");
    const test = gaussianTest(tableCovariance(table), { alpha: 0.05, sparse: "independent" });
    const found = pc(test, compileKnowledge(test.names), plain);
    const published = readPublished("expected/linear_10_pc_fisherz_0.05_stable_0_0.txt");
    expect(skeletonOf(found.edges)).toEqual(publishedSkeleton(published));
  });

  it.each(networkNames)("returns exactly the equivalence class of the true graph of %s", (name) => {
    const { names } = tablePatterns(readTable(`networks/${name}.data.txt`));
    const truth = readTruth(`networks/${name}.graph.txt`, names);
    for (const collider of ["plain", "max-p", "majority"] as const) {
      const found = pc(separationOracle(truth), compileKnowledge(names), { collider });
      const marks = found.edges.map(({ from, to, kind }) => `${names[from]} ${kind} ${names[to]}`);
      expect(new Set(marks)).toEqual(trueEquivalenceClass(truth));
    }
  });
});
