import { where } from "@causeway/engine-conditions";
import { auditMigrations } from "@causeway/platform-audit";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { createTestDatabase, type TestDatabase } from "@causeway/platform-database/testing";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import {
  type Actor,
  addFields,
  createRecord,
  listRecords,
  readSchema,
  recordsMigrations,
  removeField,
  transactThroughChange,
} from "../src/index.ts";
import { touchSchema } from "../src/metadata/read-schema.ts";

const actor: Actor = { kind: "user", id: "user-1" };
const field = { name: "zone", label: { zh: "片区", en: "Zone" }, type: "text" } as const;
let test: TestDatabase;
let workspace: WorkspaceDatabase;
let runs = 0;

beforeAll(async () => {
  test = await createTestDatabase({ modules: [auditMigrations, recordsMigrations] });
});
afterAll(() => test.close());
beforeEach(async () => {
  workspace = await test.workspace();
  await workspace.transaction((trx) =>
    createRecord(trx, { object: "account", values: { name: "启衡" }, actor }),
  );
  await read(names);
  runs = 0;
});

function read<T>(work: (trx: WorkspaceTransaction) => Promise<T>): Promise<T> {
  const counted = (trx: WorkspaceTransaction) => {
    runs++;
    return work(trx);
  };
  return transactThroughChange(workspace, counted, { readOnly: true });
}

async function names(trx: WorkspaceTransaction): Promise<readonly string[]> {
  const { objects } = await readSchema(trx);
  return objects.find(({ name }) => name === "account")?.fields.map(({ name }) => name) ?? [];
}

const list = (trx: WorkspaceTransaction) =>
  listRecords(trx, { object: "account", limit: 5, filter: where("zone", "isEmpty") });

it("a read works once under the schema that was last seen, and once more after it has changed", async () => {
  expect(await read(names)).not.toContain("zone");
  expect(runs).toBe(1);
  await addFields(workspace, "account", [field], { actor });
  expect(await read(names)).toContain("zone");
  expect(runs).toBe(3);
  expect(await read(names)).toContain("zone");
  expect(runs).toBe(4);
});

it("a read that fails for the schema that was last seen comes to the right end under the present one", async () => {
  await addFields(workspace, "account", [field], { actor });
  expect((await read(list)).records).toMatchObject([{ values: { zone: null } }]);
  await removeField(workspace, { object: "account", field: "zone" }, { actor });
  await expect(read(list)).rejects.toMatchObject({ code: "bad-input" });
  expect(runs).toBe(4);
});

it("a read that fails for another reason says so, and is not done again", async () => {
  const failing = async (): Promise<never> => {
    throw new RangeError("out of paper");
  };
  await expect(read(failing)).rejects.toThrow("out of paper");
  expect(runs).toBe(1);
  expect(await read(names)).toContain("name");
});

it("a read works once also where more schemas were read since than are kept", async () => {
  const before = await read(readSchema);
  const other = await test.workspace();
  await other.transaction(async (trx) => {
    for (let at = 0; at < 200; at++) {
      await touchSchema(trx);
      await readSchema(trx);
    }
  });
  runs = 0;
  expect(await read(readSchema)).toEqual(before);
  expect(runs).toBe(1);
});
