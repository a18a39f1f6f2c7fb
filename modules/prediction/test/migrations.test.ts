import { recordsMigrations } from "@causeway/module-records";
import { openDatabase } from "@causeway/platform-database";
import { createTestDatabase } from "@causeway/platform-database/testing";
import { sql } from "kysely";
import { expect, it } from "vitest";
import { readyDefinitions } from "../src/definitions/ready-definitions.ts";
import { forecastMigrations, predictionMigrations } from "../src/index.ts";

const { workspace: steps = [] } = predictionMigrations;
const untilStep = (count: number) => ({
  ...predictionMigrations,
  workspace: steps.slice(0, count),
});

it("prediction tables move forward from every step, and keep models, scores and what the business changed", async () => {
  const ids = { model: crypto.randomUUID(), lead: crypto.randomUUID() };
  const test = await createTestDatabase({ modules: [recordsMigrations, untilStep(1)] });
  try {
    const { id } = await test.workspace();
    const inWorkspace = async (count: number, work: readonly string[]) => {
      const database = await openDatabase({
        url: test.url,
        dataFolder: "",
        secret: "the same in every test: not a secret",
        modules: [recordsMigrations, untilStep(count), forecastMigrations],
        poolSize: 2,
      });
      const workspace = await database.workspace(id);
      const rows = await workspace.transaction(async (trx) => {
        const answers: (readonly unknown[])[] = [];
        for (const statement of work) answers.push((await sql.raw(statement).execute(trx)).rows);
        return answers;
      });
      await database.close();
      return rows;
    };
    await inWorkspace(1, [
      `insert into models (id, prediction, version, verdict, trained_at, card, model)
        values ('${ids.model}', 'lead-grade', 3, 'usable', now(), '{"version":3}', '{"saved":1}')`,
      `insert into scores (object, record_id, model_id, grade, probability, low, high, base_rate, reasons, as_of, computed_at)
        values ('lead', '${ids.lead}', '${ids.model}', 'B', .4, .3, .5, .25, '[]', now(), now())`,
    ]);
    await inWorkspace(2, [
      // As the second step left it, and a ready one that the business has made its own.
      `delete from predictions where name = 'time-to-close'`,
      `update predictions set definition = jsonb_set(definition #- '{outcome,curve}', '{outcome,horizonDays}', '30')
        where name = 'stage-survival'`,
      `update predictions set definition = jsonb_set(definition, '{outcome,horizonDays}', '45') where name = 'lead-grade'`,
    ]);
    for (let count = 3; count < steps.length; count++) await inWorkspace(count, []);
    const [scores, predictions] = await inWorkspace(steps.length, [
      "select prediction, grade, value, curve from scores",
      `select name, current_model_id as model, definition #> '{outcome,horizonDays}' as horizon,
        definition #> '{outcome,curve}' as curve from predictions order by position`,
    ]);
    expect(scores).toEqual([{ prediction: "lead-grade", grade: "B", value: 0.4, curve: null }]);
    const byName = new Map(
      (predictions as { name: string }[]).map(({ name, ...rest }) => [name, rest]),
    );
    expect([...byName.keys()].sort()).toEqual(readyDefinitions.map(({ name }) => name).sort());
    expect(byName.get("lead-grade")).toMatchObject({ model: ids.model, horizon: 45 });
    expect(byName.get("stage-survival")).toMatchObject({ horizon: 90, curve: true });
  } finally {
    await test.close();
  }
}, 120_000);
