import { where } from "@causeway/engine-conditions";
import { auditMigrations, readAudit } from "@causeway/platform-audit";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { createTestDatabase, type TestDatabase } from "@causeway/platform-database/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  type Actor,
  addField,
  changeField,
  countRecords,
  createObject,
  createRecord,
  listRecords,
  readSchema,
  recordsMigrations,
} from "../src/index.ts";

const actor: Actor = { kind: "user", id: "admin" };
const label = { zh: "标签", en: "Label" };
let test: TestDatabase;
let workspace: WorkspaceDatabase;

beforeAll(async () => {
  test = await createTestDatabase({ modules: [auditMigrations, recordsMigrations] });
});
afterAll(() => test.close());
beforeEach(async () => {
  workspace = await test.workspace();
});

describe("createObject()", () => {
  it("makes an object with records, search and references to it at run time", async () => {
    await createObject(
      workspace,
      {
        name: "sales_team",
        label: { zh: "团队", en: "Team" },
        pluralLabel: { zh: "团队", en: "Teams" },
      },
      { actor },
    );
    const reference = { name: "team_ref", label, type: "reference", target: "sales_team" } as const;
    await addField(workspace, "deal", reference, { actor });
    await addField(workspace, "sales_team", { name: "office", label, type: "text" }, { actor });
    const deals = await workspace.transaction(async (trx) => {
      const team = await createRecord(trx, {
        object: "sales_team",
        values: { name: "Alpha", office: "East" },
        actor,
      });
      const values = { name: "One", team_ref: team.id };
      await createRecord(trx, { object: "deal", values, actor });
      const filter = where("team_ref.office", "equals", "East");
      return listRecords(trx, { object: "deal", filter, limit: 5 });
    });
    expect(deals.records.map(({ title }) => title)).toEqual(["One"]);
    const log = await workspace.transaction((trx) => readAudit(trx, { limit: 5 }));
    expect(log.map(({ action, subject }) => [action, subject])).toEqual([
      ["schema.fields-added", "sales_team"],
      ["schema.fields-added", "deal"],
      ["schema.object-created", "sales_team"],
    ]);
  });

  it("refuses a name that is taken, and leaves nothing of a refused one", async () => {
    await expect(
      createObject(workspace, { name: "deal", label, pluralLabel: label }, { actor }),
    ).rejects.toMatchObject({ code: "conflict" });
    const { version } = await workspace.transaction(readSchema);
    expect(version).toBe(1);
  });
});

describe("addField()", () => {
  it("refuses reserved and taken names, options and targets that make no sense", async () => {
    const refused = [
      { name: "created_at", label, type: "text" },
      { name: "xmin", label, type: "text" },
      { name: "amount", label, type: "number" },
      { name: "kind", label, type: "select" },
      { name: "boss", label, type: "reference", target: "nobody" },
      { name: "size", label, type: "number", target: "account" },
      { name: "flag", label, type: "boolean", unique: true },
    ] as const;
    for (const field of refused) {
      await expect(addField(workspace, "deal", field, { actor })).rejects.toMatchObject({
        code: "bad-input",
      });
    }
  });

  it("adds columns while records are written, and no write fails or is lost", async () => {
    let stop = false;
    const write = async (): Promise<number> => {
      let written = 0;
      while (!stop) {
        await workspace.transaction((trx) =>
          createRecord(trx, { object: "contact", values: { name: `n${written}` }, actor }),
        );
        written++;
      }
      return written;
    };
    const writers = [write(), write()];
    for (let index = 0; index < 8; index++) {
      const field = { name: `extra_${index}`, label, type: "number" } as const;
      await addField(workspace, "contact", field, { actor });
    }
    stop = true;
    const written = (await Promise.all(writers)).reduce((sum, count) => sum + count, 0);
    expect(written).toBeGreaterThan(8);
    const counted = await workspace.transaction((trx) => countRecords(trx, { object: "contact" }));
    expect(counted.count).toBe(written);
    await workspace.transaction((trx) =>
      createRecord(trx, { object: "contact", values: { name: "x", extra_7: 7 }, actor }),
    );
  });

  it("waits for a long reader without holding up others, then succeeds", async () => {
    const isWaiting = async (): Promise<boolean> => {
      const found = await workspace.transaction((trx) =>
        sql`select 1 from pg_locks where not granted and mode = 'AccessExclusiveLock'
          and relation = 'record_note'::regclass`.execute(trx),
      );
      return found.rows.length > 0;
    };
    const written = (): Promise<unknown> =>
      workspace.transaction((trx) =>
        createRecord(trx, { object: "note", values: { body: "while waiting" }, actor }),
      );
    let tellHasRead = () => {};
    const hasRead = new Promise<void>((resolve) => {
      tellHasRead = resolve;
    });
    const reading = workspace.transaction(async (trx) => {
      await listRecords(trx, { object: "note", limit: 1 });
      tellHasRead();
      // The reader keeps its lock until the change has waited for it and others could write all the same.
      while (!(await isWaiting()));
      const start = performance.now();
      await written();
      return performance.now() - start;
    });
    await hasRead;
    const field = { name: "late", label, type: "text" } as const;
    const added = await addField(workspace, "note", field, { actor });
    expect(await reading).toBeLessThan(5_000);
    expect(added.name).toBe("late");
  });
});

describe("changeField()", () => {
  it("adds and reorders options, but keeps those in use", async () => {
    await workspace.transaction((trx) =>
      createRecord(trx, { object: "deal", values: { name: "x", stage: "won" }, actor }),
    );
    const key = { object: "deal", field: "stage" };
    const options = ["won", "trial", "lost"].map((value) => ({ value, label }));
    const changed = await changeField(workspace, key, { options }, { actor });
    expect(changed.options.map(({ value }) => value)).toEqual(["won", "trial", "lost"]);
    await workspace.transaction((trx) =>
      createRecord(trx, { object: "deal", values: { name: "y", stage: "trial" }, actor }),
    );
    const without = (gone: string) =>
      changeField(
        workspace,
        key,
        { options: options.filter(({ value }) => value !== gone) },
        { actor },
      );
    await expect(without("trial")).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("Records still use"),
    });
    // Nobody has lost a deal yet, but forecasts know by it that one is over.
    await expect(without("lost")).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("Predictions and agents"),
    });
  });
});
