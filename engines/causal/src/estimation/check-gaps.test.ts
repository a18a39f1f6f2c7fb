import { createDataset, numericColumn } from "@causeway/engine-learning";
import { type Random, seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { estimateEffect } from "./estimate-effect.ts";
import { poseEffect } from "./pose-effect.ts";

const normal = (random: Random) =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** A confounder of which a share is unknown. */
function answer(gaps: number) {
  const random = seededRandom(17);
  const rows = Array.from({ length: 2000 }, () => {
    const z = normal(random);
    const x = Number(random() < 1 / (1 + Math.exp(-1.2 * z)));
    return { x, y: 0.5 * x + 1.5 * z + normal(random), z: random() < gaps ? null : z };
  });
  const table = createDataset([
    numericColumn(
      "x",
      rows.map(({ x }) => x),
    ),
    numericColumn(
      "y",
      rows.map(({ y }) => y),
    ),
    numericColumn(
      "z",
      rows.map(({ z }) => z),
    ),
  ]);
  const { problem } = poseEffect(table, { treatment: "x", outcome: "y", adjust: ["z"] });
  return estimateEffect(problem, { method: "aipw", estimand: "ate", seed: 1 });
}

const gapsIn = (share: number) => answer(share).checks.find(({ name }) => name === "gaps");

it("checkGaps() refuses where unknown covariates hide what sets the arms apart, and trusts a few", () => {
  expect(answer(0.5)).toMatchObject({ estimate: null, verdict: "refused" });
  expect(gapsIn(0.5)?.verdict).toBe("refused");
  expect(gapsIn(0.02)?.verdict).toBe("trusted");
  expect(gapsIn(0)).toBeUndefined();
});
