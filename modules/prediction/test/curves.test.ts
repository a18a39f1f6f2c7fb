import { seededRandom, systemClock } from "@causeway/kernel";
import { createRecords, updateRecord } from "@causeway/module-records";
import type { TestDatabase } from "@causeway/platform-database/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { changePrediction, readPrediction } from "../src/definitions/definition-store.ts";
import { runTraining } from "../src/index.ts";
import { readScoreDetail } from "../src/scoring/read-scores.ts";
import { scoreRecords } from "../src/scoring/score-records.ts";
import { dayMs, daysAgo, imported, openPredictionTest, user } from "./deal-market.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await openPredictionTest();
});
afterAll(() => test.close());

/** Deals that stay in their first stage for some weeks, those of the east much shorter; the latest are still there. */
async function stages(count: number) {
  const workspace = await test.workspace();
  const random = seededRandom(4);
  const drafts = Array.from({ length: count }, (_, number) => {
    const created = 420 - (419 * number) / count;
    const isEast = random() < 0.5;
    return { number, created, isEast, stays: -Math.log(random()) * (isEast ? 12 : 70) };
  });
  await workspace.transaction(async (trx) => {
    const deals = await createRecords(trx, {
      object: "deal",
      actor: imported,
      records: drafts.map(({ number, created, isEast }) => ({
        values: { name: `Deal ${number}`, stage: "discovery", team: isEast ? "east" : "west" },
        occurredAt: daysAgo(created),
      })),
    });
    for (const { number, created, stays } of drafts) {
      if (stays >= created) continue;
      await updateRecord(trx, {
        object: "deal",
        id: deals[number]?.id ?? "",
        values: { stage: "won" },
        actor: imported,
        occurredAt: new Date(daysAgo(created).getTime() + stays * dayMs),
      });
    }
  });
  return {
    workspace,
    waiting: drafts.filter(({ created, stays }) => stays >= created && created < 90).length,
  };
}

it("a curve whose horizon tells nothing takes one that does, unless it is somebody's own: then it says which would", async () => {
  const workspace = await test.workspace();
  await workspace.transaction((trx) =>
    createRecords(trx, {
      object: "deal",
      actor: imported,
      records: Array.from({ length: 120 }, (_, number) => ({
        values: {
          name: `Deal ${number}`,
          stage: number % 2 === 0 ? "won" : "lost",
          closed_at: daysAgo(300 - (number % 40)).toISOString(),
        },
        occurredAt: daysAgo(301),
      })),
    }),
  );
  const train = { clock: systemClock, seed: 1, signal: new AbortController().signal };
  const read = () =>
    workspace.transaction(async (trx) => (await readPrediction(trx, "time-to-close")).definition);
  const held = await read();
  const card = await runTraining(workspace, "time-to-close", train);
  expect((await read()).outcome).toMatchObject({ horizonDays: 31, curve: true });
  expect(card?.verdict).not.toBe("too-few");
  expect(card?.limits.map(({ en }) => en).join()).toMatch(
    /Nearly all had the outcome within 180 days.* became 31 days/,
  );
  await workspace.transaction((trx) =>
    changePrediction(trx, "time-to-close", held, new Date(Date.now() + 1_000)),
  );
  const own = await runTraining(workspace, "time-to-close", train);
  expect((await read()).outcome).toMatchObject({ horizonDays: 180 });
  expect(own).toMatchObject({ verdict: "too-few", rows: 120 });
  expect(own?.says.en).toMatch(
    /^Nearly all 120 deals had the outcome within 180 days: .* Three quarters had it within 31 days/,
  );
});

it("the stage survival is a curve with its interval, learned also from deals that are still there", async () => {
  const { workspace, waiting } = await stages(320);
  const card = await runTraining(workspace, "stage-survival", {
    clock: systemClock,
    seed: 1,
    signal: new AbortController().signal,
  });
  expect(card).toMatchObject({ verdict: "usable", rows: 320, gapDays: 0 });
  expect(card?.undecided).toBe(waiting);
  expect(waiting).toBeGreaterThan(10);
  expect(card?.concordance).toBeGreaterThan(0.6);
  expect(card?.curves.length).toBeGreaterThan(1);
  const [east, west] = await workspace.transaction(async (trx) => {
    const open = await createRecords(trx, {
      object: "deal",
      actor: user,
      records: ["east", "west"].map((team) => ({
        values: { name: `Open ${team}`, stage: "discovery", team },
      })),
    });
    const ids = open.map(({ id }) => id);
    await scoreRecords(trx, "deal", ids, new Date());
    return Promise.all(
      ids.map((id) => readScoreDetail(trx, { object: "deal", id, prediction: "stage-survival" })),
    );
  });
  expect(east?.curve?.falls).toBe(true);
  expect(east?.horizonDays).toBe(90);
  const points = east?.curve?.points ?? [];
  expect(points.map(({ days }) => days)).toEqual(
    Array.from({ length: 12 }, (_, place) => 7.5 * (place + 1)),
  );
  points.forEach(({ share, low, high }, place) => {
    expect(share).toBeGreaterThan(points[place - 1]?.share ?? 0);
    expect(low).toBeLessThanOrEqual(share);
    expect(high).toBeGreaterThanOrEqual(share);
    expect(share).toBeGreaterThan(west?.curve?.points[place]?.share ?? 1);
  });
  // Twelve days on average in the east: by day 30 the truth is .92, seventy in the west: .35.
  expect(Math.abs((points[3]?.share ?? 0) - 0.92)).toBeLessThan(0.15);
  expect(Math.abs((west?.curve?.points[3]?.share ?? 0) - 0.35)).toBeLessThan(0.15);
  expect(east?.value).toBe(points.at(-1)?.share);
  expect(east?.reasons[0]?.label.en).toMatch(/team/i);
}, 240_000);
