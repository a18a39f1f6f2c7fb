import { type Random, seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { logOdds, sigmoid } from "../linear/sigmoid.ts";
import { pooledShifts } from "./pooled-shifts.ts";

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Cases with few losses in groups of 20, and how often the true chance of later cases lies in the shifted interval. */
function simulate(truth: (odds: number) => number, cases: number, random: Random) {
  const odds = Array.from({ length: cases }, () => -2.2 + 1.2 * normal(random)).sort(
    (a, b) => a - b,
  );
  const count = Math.min(10, Math.floor(cases / 20));
  const groups = Array.from({ length: count }, (_, place) => {
    const rows = odds.slice(
      Math.floor((place * cases) / count),
      Math.floor(((place + 1) * cases) / count),
    );
    return {
      to: rows.at(-1) ?? 0,
      mean: rows.reduce((sum, value) => sum + sigmoid(value), 0) / rows.length,
      cases: rows.length,
      won: rows.filter((value) => random() < sigmoid(truth(value))).length,
    };
  });
  const shifts = pooledShifts(groups, 0.9);
  let held = 0;
  for (let later = 0; later < 20; later++) {
    const asked = -2.2 + 1.2 * normal(random);
    const found = groups.findIndex(({ to }) => asked <= to);
    const shift = shifts.at(found);
    const off = truth(asked) - asked;
    if (shift && Math.min(0, shift.low) <= off && off <= Math.max(0, shift.high)) held++;
  }
  return held / 20;
}

const worlds: Readonly<Record<string, (odds: number) => number>> = {
  "keep their word": (odds) => odds,
  boast: (odds) => -2.2 + 0.6 * (odds + 2.2),
  "are too shy": (odds) => -2.2 + 1.4 * (odds + 2.2),
  "are too low": (odds) => odds + 0.5,
};

it.each(Object.keys(worlds))(
  "pooledShifts() cover the truth at the stated level where predictions %s",
  (name) => {
    const truth = worlds[name] ?? ((odds: number) => odds);
    const random = seededRandom(11);
    let sum = 0;
    for (let world = 0; world < 60; world++) sum += simulate(truth, world % 2 ? 80 : 300, random);
    expect(sum / 60).toBeGreaterThan(0.88);
  },
);

it("pooledShifts() give a group of few cases the certainty of its neighbours, and each its own where they disagree", () => {
  const honest = [0.05, 0.1, 0.2, 0.4].map((mean) => ({ mean, cases: 100, won: 100 * mean }));
  const few = { mean: 0.1, cases: 5, won: 0 };
  const [alone] = pooledShifts([few], 0.9);
  const [pooled] = pooledShifts([few, ...honest], 0.9);
  const widthOf = (shift: typeof alone) => (shift ? shift.high - shift.low : Number.NaN);
  expect(widthOf(pooled)).toBeLessThan(0.8 * widthOf(alone));
  const torn = pooledShifts(
    [0.05, 0.1, 0.2, 0.4].map((mean, place) => ({ mean, cases: 400, won: place % 2 ? 160 : 80 })),
    0.9,
  );
  // 160 of 400 where a tenth was predicted.
  const wanted = logOdds(0.4) - logOdds(0.1);
  expect(torn[1]?.low).toBeGreaterThan(wanted - 0.5);
  expect(torn[1]?.high).toBeLessThan(wanted + 0.3);
});
