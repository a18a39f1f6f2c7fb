import { where } from "@causeway/engine-conditions";
import { seededRandom, systemClock } from "@causeway/kernel";
import { identityMigrations } from "@causeway/module-identity";
import { createRecords, recordsMigrations, updateRecord } from "@causeway/module-records";
import { recordSignals, signalsMigrations } from "@causeway/module-signals";
import { touchpointsMigrations } from "@causeway/module-touchpoints";
import { twinMigrations } from "@causeway/module-twin";
import { auditMigrations } from "@causeway/platform-audit";
import {
  type NewPredictionDefinition,
  type PredictionDefinition,
  predictionDefinitionSchema,
} from "@causeway/platform-contract";
import type { ModuleMigrations } from "@causeway/platform-database";
import { createTestDatabase, type TestDatabase } from "@causeway/platform-database/testing";
import { predictionMigrations } from "../src/index.ts";

export const dayMs = 86_400_000;
export const now = Date.now();
export const daysAgo = (days: number) => new Date(now - days * dayMs);
/** What is imported tells when it became known. */
export const imported = { kind: "import", id: "test" } as const;
export const user = { kind: "user", id: "u" } as const;
export const json = <Value>(value: Value) => JSON.parse(JSON.stringify(value));

export function openPredictionTest(more: readonly ModuleMigrations[] = []): Promise<TestDatabase> {
  return createTestDatabase({
    modules: [
      auditMigrations,
      recordsMigrations,
      touchpointsMigrations,
      identityMigrations,
      twinMigrations,
      signalsMigrations,
      predictionMigrations,
      ...more,
    ],
  });
}

/** Deals of accounts of two sizes; the larger ones are won more often, and a tender says so too. */
export async function dealMarket(test: TestDatabase, count: number, strength = 3) {
  const workspace = await test.workspace();
  const random = seededRandom(11);
  const drafts = Array.from({ length: count }, (_, number) => {
    const created = daysAgo(500 - (440 * number) / count);
    const isLarge = random() < 0.5;
    const hasTender = random() < 0.4;
    const logit = strength * ((isLarge ? 0.5 : -0.5) + (hasTender ? 0.5 : -0.3));
    const isWon = random() < 1 / (1 + Math.exp(-logit));
    // What is asked for at first is not quite what is paid.
    const amount = Math.round(1_000 + 10 * number + 200 * random());
    return { number, created, isLarge, hasTender, isWon, amount };
  });
  const accounts = await workspace.transaction((trx) =>
    createRecords(trx, {
      object: "account",
      actor: imported,
      records: drafts.map(({ number, isLarge }) => ({
        values: {
          name: `Firm ${number}`,
          size: (isLarge ? 2_000 : 60) + number,
          credit_code: `C${number}`,
        },
        occurredAt: daysAgo(600),
      })),
    }),
  );
  const deals = await workspace.transaction((trx) =>
    createRecords(trx, {
      object: "deal",
      actor: imported,
      records: drafts.map(({ number, created }) => ({
        values: {
          name: `Deal ${number}`,
          account: accounts[number]?.id,
          stage: "discovery",
          amount: 1_000 + 10 * number,
        },
        occurredAt: created,
      })),
    }),
  );
  await workspace.transaction(async (trx) => {
    for (const { number, created, isWon, amount } of drafts) {
      await updateRecord(trx, {
        object: "deal",
        id: deals[number]?.id ?? "",
        values: {
          amount,
          stage: isWon ? "won" : "lost",
          closed_at: new Date(created.getTime() + 20 * dayMs).toISOString(),
        },
        actor: imported,
        occurredAt: new Date(created.getTime() + 20 * dayMs),
      });
    }
    await recordSignals(
      trx,
      drafts
        .filter(({ hasTender }) => hasTender)
        .map(({ number, created }) => ({
          kind: "tender" as const,
          key: `t${number}`,
          company: { name: null, creditCode: `C${number}` },
          occurredAt: new Date(created.getTime() - 9 * dayMs).toISOString(),
          knownAt: new Date(created.getTime() - 5 * dayMs).toISOString(),
          payload: {},
        })),
      systemClock,
    );
  });
  return { workspace, deals, accounts, drafts };
}

/** Whether a deal is won within ninety days. */
export const defineWins = (change: Partial<NewPredictionDefinition> = {}): PredictionDefinition =>
  predictionDefinitionSchema.parse({
    name: "wins",
    label: { zh: "赢单", en: "Wins" },
    object: "deal",
    moment: { kind: "created", afterDays: [0] },
    outcome: {
      kind: "condition",
      condition: json(where("stage", "equals", "won")),
      otherwise: json(where("stage", "equals", "lost")),
      horizonDays: 90,
      dateField: "closed_at",
    },
    features: [
      { kind: "fields", of: "" },
      { kind: "fields", of: "account", names: ["size"] },
      { kind: "signal", of: "account", signal: "tender", days: 60 },
    ],
    ...change,
  });
