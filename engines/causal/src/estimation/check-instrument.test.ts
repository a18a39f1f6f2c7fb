import { createDataset, numericColumn } from "@causeway/engine-learning";
import { seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { estimateEffect } from "./estimate-effect.ts";
import { poseEffect } from "./pose-effect.ts";

/** A hidden cause of both, and an instrument that moves the treatment by so many of a thousand. */
function answer(push: number) {
  const random = seededRandom(23);
  const rows = Array.from({ length: 3000 }, () => {
    const [hidden, z] = [random(), Number(random() < 0.5)];
    const x = Number(random() < 0.2 + 0.4 * hidden + (push / 1000) * z);
    return { z, x, y: x + 2 * hidden + random() };
  });
  const column = (name: "z" | "x" | "y") =>
    numericColumn(
      name,
      rows.map((one) => one[name]),
    );
  const table = createDataset([column("z"), column("x"), column("y")]);
  const question = { treatment: "x", outcome: "y", adjust: [], instrument: "z" };
  const { problem } = poseEffect(table, question);
  return estimateEffect(problem, { method: "iv", estimand: "ate", seed: 1 });
}

it("checkInstrument() refuses what an instrument that hardly moves the treatment gives", () => {
  expect(answer(5)).toMatchObject({ estimate: null, verdict: "refused" });
  const strong = answer(300);
  expect(strong.checks.find(({ name }) => name === "instrument")?.verdict).toBe("trusted");
  expect(Math.abs((strong.estimate ?? 0) - 1)).toBeLessThan(0.2);
});
