import { type Random, seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { shiftAt } from "../calibration/pooled-shifts.ts";
import { logOdds } from "../linear/sigmoid.ts";
import { curveShifts } from "./curve-shifts.ts";

const horizon = 6;

const chanceBy = (quickness: number, period: number) => 1 - (1 - quickness) ** period;
const drawSeen = (random: Random) => 0.02 + 0.3 * random() ** 2;

/** Subjects of whom a model has seen a quickness, and whose true one follows from it; a third of them not seen to the end. */
function simulate(subjects: number, truthOf: (seen: number) => number, random: Random) {
  const seen = Array.from({ length: subjects }, () => drawSeen(random));
  const rows = Uint32Array.from(seen.keys());
  const ended = Float64Array.from({ length: subjects * horizon }, (_, cell) =>
    chanceBy(seen[Math.floor(cell / horizon)] ?? 0, 1 + (cell % horizon)),
  );
  const periods = new Int32Array(subjects);
  const events = new Float64Array(subjects);
  seen.forEach((quickness, row) => {
    const last = random() < 0.33 ? 1 + Math.floor(horizon * random()) : horizon;
    let period = 1;
    while (period < last && random() >= truthOf(quickness)) period++;
    const isOver = period < last || random() < truthOf(quickness);
    periods[row] = period;
    events[row] = isOver ? 1 : 0;
  });
  const target = new Float64Array(subjects).fill(Number.NaN);
  const shifts = curveShifts({ rows, ended }, { periods, events, target, horizon }, 0.9);
  let held = 0;
  for (let later = 0; later < 20; later++) {
    const quickness = drawSeen(random);
    const period = 1 + Math.floor(horizon * random());
    const predicted = chanceBy(quickness, period);
    const shift = shiftAt(shifts[period - 1] ?? [], predicted);
    const off = logOdds(chanceBy(truthOf(quickness), period)) - logOdds(predicted);
    if (Math.min(0, shift?.low ?? 0) <= off && off <= Math.max(0, shift?.high ?? 0)) held++;
  }
  return held / 20;
}

it.each([
  ["keep their word", (seen: number) => seen],
  ["are too slow", (seen: number) => 1.6 * seen],
  ["know nothing", () => 0.12],
  ["jump", (seen: number) => seen * (Math.floor(30 * seen) % 2 ? 1.5 : 0.7)],
])("curveShifts() cover the truth at the stated level where curves %s", (_name, truthOf) => {
  const random = seededRandom(5);
  let held = 0;
  for (let world = 0; world < 12; world++) held += simulate(world % 2 ? 120 : 500, truthOf, random);
  expect(held / 12).toBeGreaterThan(0.87);
});

it("curveShifts() count who was not seen to the end as far as they were seen", () => {
  const subjects = 200;
  const rows = Uint32Array.from({ length: subjects }, (_, row) => row);
  const ended = new Float64Array(subjects * 2).fill(0.3);
  const target = new Float64Array(subjects).fill(Number.NaN);
  const widthOf = (seen: number) => {
    const periods = Int32Array.from(rows, (row) => (row < seen ? 2 : 1));
    const events = Float64Array.from(rows, (row) => (row < seen && row % 10 < 3 ? 1 : 0));
    const shifts = curveShifts({ rows, ended }, { periods, events, target, horizon: 2 }, 0.9);
    const shift = shiftAt(shifts[1] ?? [], 0.3);
    return shift ? shift.high - shift.low : Number.NaN;
  };
  expect(widthOf(20)).toBeGreaterThan(1.3 * widthOf(200));
});
