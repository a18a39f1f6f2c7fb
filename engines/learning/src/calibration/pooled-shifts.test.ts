import { normalCumulative } from "@causeway/engine-statistics";
import { type Random, seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { logOdds, sigmoid } from "../linear/sigmoid.ts";
import { outcomeGroups, tallyOf } from "./outcome-groups.ts";
import { pooledShifts, shiftAt } from "./pooled-shifts.ts";
import { predictionGroups } from "./prediction-groups.ts";

const usual = { mean: -2.2, deviation: 1.2 };

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** The truth behind predictions, in log-odds; the second number is the share of predictions below. */
type World = (odds: number, place: number) => number;

/** How often the true chance of later cases lies in the shifted interval, which holds the prediction, and how wide that is. */
function simulate(truth: World, cases: number, random: Random) {
  const draw = () => usual.mean + usual.deviation * normal(random);
  const truthOf = (odds: number) =>
    truth(odds, normalCumulative((odds - usual.mean) / usual.deviation));
  const odds = Array.from({ length: cases }, draw);
  const outcomes = Float64Array.from(odds, (value) => (random() < sigmoid(truthOf(value)) ? 1 : 0));
  const groups = outcomeGroups(Float64Array.from(odds, sigmoid), tallyOf(outcomes));
  const shifts = pooledShifts(groups, 0.9);
  let [held, width] = [0, 0];
  for (let later = 0; later < 20; later++) {
    const asked = draw();
    const shift = shiftAt(shifts, sigmoid(asked));
    const [low, high] = [Math.min(0, shift?.low ?? 0), Math.max(0, shift?.high ?? 0)];
    const off = truthOf(asked) - asked;
    if (low <= off && off <= high) held++;
    width += sigmoid(asked + high) - sigmoid(asked + low);
  }
  return { held: held / 20, width: width / 20 };
}

function jumping(random: Random, deviation: number, stretches: number): World {
  const jumps = Array.from({ length: stretches + 1 }, () => deviation * normal(random));
  const start = random();
  return (odds, place) => odds + (jumps[Math.floor(stretches * place + start)] ?? 0);
}

const worlds: Readonly<Record<string, (random: Random) => World>> = {
  "keep their word": () => (odds) => odds,
  boast: () => (odds) => usual.mean + 0.6 * (odds - usual.mean),
  "are too shy": () => (odds) => usual.mean + 1.4 * (odds - usual.mean),
  "are too low": () => (odds) => odds + 0.5,
  "know nothing": () => () => usual.mean,
  "are off by another amount in every tenth": (random) => jumping(random, 0.6, 10),
  "are a little off in every seventh": (random) => jumping(random, 0.3, 7),
  "are off in waves": (random) => {
    const phase = 6 * random();
    return (odds) => odds + 0.6 * Math.sin(2 * odds + phase);
  },
};

it.each(Object.keys(worlds))(
  "pooledShifts() cover the truth at the stated level where predictions %s",
  (name) => {
    const random = seededRandom(11);
    for (const cases of [80, 300, 800]) {
      let held = 0;
      for (let world = 0; world < 20; world++) {
        held += simulate(worlds[name]?.(random) ?? ((odds) => odds), cases, random).held / 20;
      }
      // Of 400 cases in twenty worlds a tenth may be missed, and chance may take as much as this.
      expect(held, `${cases} cases`).toBeGreaterThan(0.87);
    }
  },
);

it("pooledShifts() stay narrow where predictions keep their word, and more so the more cases say so", () => {
  const random = seededRandom(12);
  const widthOf = (cases: number) => {
    let sum = 0;
    for (let world = 0; world < 10; world++) sum += simulate((odds) => odds, cases, random).width;
    return sum / 10;
  };
  expect(widthOf(300)).toBeLessThan(0.2);
  expect(widthOf(1_000)).toBeLessThan(0.12);
  expect(widthOf(5_000)).toBeLessThan(0.06);
});

it("pooledShifts() give a group of few cases the certainty of its neighbours, and each its own where they disagree", () => {
  const around = (mean: number) => ({ from: 0.9 * mean, to: 1.1 * mean, mean });
  const honest = [0.05, 0.1, 0.2, 0.4].map((mean) => ({
    ...around(mean),
    cases: 100,
    won: 100 * mean,
  }));
  const few = { ...around(0.1), cases: 5, won: 0 };
  const widthOf = (groups: Parameters<typeof pooledShifts>[0]) => {
    const shift = shiftAt(pooledShifts(groups, 0.9), 0.1);
    return shift ? shift.high - shift.low : Number.NaN;
  };
  expect(widthOf([...honest, few])).toBeLessThan(0.8 * widthOf([few]));
});

it("pooledShifts() let each stretch speak for itself where stretches disagree", () => {
  const means = [0.05, 0.1, 0.2, 0.4];
  const predicted = Float64Array.from({ length: 1_600 }, (_, row) => {
    const mean = means[Math.floor(row / 400)] as number;
    return mean * (0.9 + (0.2 * (row % 400)) / 400);
  });
  // Two of ten or four of ten, in turn.
  const outcomes = predicted.map((_, row) =>
    row % 10 < (Math.floor(row / 400) % 2 ? 4 : 2) ? 1 : 0,
  );
  const knots = pooledShifts(outcomeGroups(predicted, tallyOf(outcomes)), 0.9);
  for (const [mean, truth] of [
    [0.05, 0.2],
    [0.1, 0.4],
    [0.2, 0.2],
    [0.4, 0.4],
  ] as const) {
    const wanted = logOdds(truth) - logOdds(mean);
    const own = shiftAt(knots, mean);
    expect(own?.low).toBeGreaterThan(wanted - 0.8);
    expect(own?.low).toBeLessThan(wanted);
    expect(own?.high).toBeGreaterThan(wanted);
    expect(own?.high).toBeLessThan(wanted + 0.8);
  }
});

it("pooledShifts() know nothing where nothing was held out, and shiftAt() keeps the outermost knots beyond them", () => {
  expect(pooledShifts([], 0.9)).toEqual([]);
  expect(shiftAt([], 0.5)).toBeUndefined();
  const knots = [
    { at: -1, low: -2, high: 0 },
    { at: 1, low: 0, high: 4 },
  ];
  expect(shiftAt(knots, 0.001)).toEqual({ low: -2, high: 0 });
  expect(shiftAt(knots, 0.5)).toEqual({ low: -1, high: 2 });
  expect(shiftAt(knots, 0.999)).toEqual({ low: 0, high: 4 });
});

it("predictionGroups() keep equal predictions together, and leave no small rest", () => {
  const predicted = Float64Array.from({ length: 100 }, (_, row) => (row < 50 ? 0.2 : row / 100));
  const sizes = predictionGroups(predicted, 20, 30).map((rows) => rows.length);
  expect(sizes).toEqual([50, 20, 30]);
  expect(predictionGroups(predicted.subarray(0, 7), 20, 30).map((rows) => rows.length)).toEqual([
    7,
  ]);
  expect(predictionGroups(new Float64Array(0), 20, 30)).toEqual([]);
});
