import { seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { type DealLife, dealLife, isOpenAt, stateAt, wonAmount } from "./deal-life.ts";
import type { DealScores } from "./deal-scores.ts";
import { forecastDeals } from "./forecast-deals.ts";
import { monthStart } from "./months.ts";

const dayMs = 86_400_000;
const start = Date.UTC(2023, 0, 1);
const day = (count: number) => start + count * dayMs;
const iso = (count: number) => new Date(day(count)).toISOString();

it("dealLife() follows stage and amount, and knows when a deal was open", () => {
  const life = dealLife("d", [
    { atMs: day(1), values: { stage: "discovery", amount: "100", team: "east" } },
    { atMs: day(5), values: { amount: 120 } },
    { atMs: day(9), values: { stage: "won", closed_at: iso(8) } },
  ]);
  expect(stateAt(life, day(0))).toBeUndefined();
  expect(stateAt(life, day(6))).toMatchObject({ amount: 120, stageSinceMs: day(1), team: "east" });
  expect([isOpenAt(life, day(0)), isOpenAt(life, day(7)), isOpenAt(life, day(8))]).toEqual([
    false,
    true,
    false,
  ]);
  expect(wonAmount(life)).toBe(120);
});

it("dealLife() takes an order entered after it was won as won when it was, and a deal opened again as open", () => {
  const order = dealLife("o", [
    { atMs: day(3), values: { stage: "won", closed_at: iso(2), amount: 5, team: "west" } },
  ]);
  expect(order).toMatchObject({ createdMs: day(2), closedMs: day(2), outcome: "won" });
  expect(stateAt(order, day(2))?.team).toBe("west");
  const again = dealLife("a", [
    { atMs: day(1), values: { stage: "lost" } },
    { atMs: day(4), values: { stage: "solution" } },
  ]);
  expect(again).toMatchObject({ closedMs: null, outcome: null });
});

/** Two years of deals: each takes some weeks, its stage tells its chance; orders come in without having been open. */
function sales(months: number): readonly DealLife[] {
  const random = seededRandom(11);
  const lives: DealLife[] = [];
  for (let number = 0; number < 60 * months; number++) {
    const created = random() * months * 30.4;
    const team = random() < 0.6 ? "east" : "west";
    const isStrong = random() < 0.5;
    const span = 10 + 60 * random();
    const amount = 80 + 40 * random();
    const isWon = random() < (isStrong ? 0.8 : 0.15);
    lives.push(
      dealLife(`d${number}`, [
        { atMs: day(created), values: { stage: "discovery", amount, team } },
        { atMs: day(created + 3), values: { stage: isStrong ? "contract" : "solution" } },
        {
          atMs: day(created + span),
          values: { stage: isWon ? "won" : "lost", closed_at: iso(created + span) },
        },
      ]),
    );
    const order = random() * months * 30.4;
    lives.push(
      dealLife(`o${number}`, [
        { atMs: day(order), values: { stage: "won", amount: 30, team, closed_at: iso(order) } },
      ]),
    );
  }
  return lives;
}

it("forecastDeals() foresees the quarter's total by team, and its intervals hold it", () => {
  const lives = sales(30);
  const originMs = monthStart(start, 24);
  const request = { lives, asOfMs: originMs, periods: 3, random: seededRandom(1) };
  const forecast = forecastDeals(request);
  expect(forecast?.groups).toEqual(["east", "west"]);
  const endMs = monthStart(start, 27);
  forecast?.groups.forEach((team, group) => {
    const actual = lives
      .filter(
        ({ closedMs, states }) =>
          closedMs !== null && closedMs >= originMs && closedMs < endMs && states[0]?.team === team,
      )
      .reduce((sum, life) => sum + wonAmount(life), 0);
    const { mean = 0, low = 0, high = 0 } = forecast.rollUp.groups[group] ?? {};
    expect(Math.abs(mean - actual) / actual).toBeLessThan(0.12);
    expect(low).toBeLessThan(actual);
    expect(high).toBeGreaterThan(actual);
  });
  const chanceOf = (stage: string) => {
    const found = forecast?.open.filter(({ life }) => stateAt(life, originMs)?.stage === stage);
    return (
      (found ?? []).reduce((sum, { foreseen }) => sum + foreseen.winProbability, 0) /
      (found?.length ?? 1)
    );
  };
  expect(chanceOf("contract")).toBeGreaterThan(0.65);
  expect(chanceOf("solution")).toBeLessThan(0.3);
});

it("forecastDeals() looks at nothing that comes after its origin", () => {
  const originMs = monthStart(start, 12);
  const lives = sales(14);
  const blind = lives
    .filter(({ createdMs }) => createdMs < originMs)
    .map((life): DealLife => {
      const states = life.states.filter(({ fromMs }) => fromMs < originMs);
      return life.closedMs !== null && life.closedMs >= originMs
        ? { ...life, states, closedMs: null, outcome: null }
        : { ...life, states };
    });
  const ask = (known: readonly DealLife[]) =>
    forecastDeals({
      lives: known,
      asOfMs: originMs,
      periods: 3,
      random: seededRandom(1),
      draws: 200,
    })?.rollUp.total;
  expect(ask(lives)).toEqual(ask(blind));
  expect(ask(blind)?.mean).toBeGreaterThan(0);
});

it("forecastDeals() says nothing where there is no past to learn from", () => {
  const lives = sales(30).filter(({ createdMs }) => createdMs < day(40));
  expect(
    forecastDeals({ lives, asOfMs: monthStart(start, 1), periods: 3, random: seededRandom(1) }),
  ).toBeUndefined();
});

it("forecastDeals() takes a deal's own win probability with its interval, and its curve for the month", () => {
  const lives = sales(30);
  const originMs = monthStart(start, 24);
  const ask = (scores: DealScores) =>
    forecastDeals({ lives, asOfMs: originMs, periods: 3, random: seededRandom(1), scores });
  const plain = ask(new Map());
  const curve = [30, 60, 90, 120].map((days) => ({ days, share: days <= 60 ? 0 : 1 }));
  const scoreAll = (value: number, reach: number) =>
    new Map(
      plain?.open.map(({ life }) => [
        life.id,
        { value, low: value - reach, high: value + reach, closing: curve, asOfMs: originMs },
      ]),
    );
  const sure = ask(scoreAll(0.5, 0.001));
  expect(
    sure?.open.every(({ isScored, foreseen }) => isScored && foreseen.winProbability === 0.5),
  ).toBe(true);
  // Nothing closes before day 60; the third month begins on day 59.
  const months = (sure?.open[0]?.foreseen.closing ?? []).map((share) => Math.round(share * 100));
  expect(months).toEqual([0, 0, 100]);
  const width = (made: typeof sure) =>
    (made?.rollUp.total.high ?? 0) - (made?.rollUp.total.low ?? 0);
  const unsure = ask(scoreAll(0.5, 0.3));
  expect(width(unsure)).toBeGreaterThan(1.2 * width(sure));
  const [a = 0, b = 0] = [sure?.rollUp.total.mean, unsure?.rollUp.total.mean];
  expect(Math.abs(a - b) / a).toBeLessThan(0.05);
});
