import { linkChangedRecords, noteNumbers, wholePerson } from "@causeway/module-identity";
import { runRetention } from "@causeway/module-privacy";
import {
  type Actor,
  addFields,
  addRecordPlace,
  createObject,
  createRecord,
  createRecords,
  deleteRecord,
  mergeRecords,
  onRecordChange,
  readSchema,
  undoMerge,
} from "@causeway/module-records";
import type { ObjectDefinition } from "@causeway/platform-contract";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { createTestDatabase, type TestDatabase } from "@causeway/platform-database/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { allMigrations } from "../src/index.ts";
import { allPersonalData } from "../src/personal-data.ts";
import { recordPlaces } from "../src/product/hear-modules.ts";

const actor: Actor = { kind: "user", id: "user-1" };
let test: TestDatabase;
let workspace: WorkspaceDatabase;
let stop: readonly (() => void)[] = [];

beforeAll(async () => {
  test = await createTestDatabase({ modules: allMigrations });
  workspace = await test.workspace();
  stop = [
    ...[linkChangedRecords, noteNumbers].map(onRecordChange),
    ...recordPlaces.map(addRecordPlace),
  ];
});
afterAll(async () => {
  for (const one of stop) one();
  await test.close();
});

/** Tables that go on naming a record that was merged, or come to name the other by themselves. */
const left: Readonly<Record<string, string>> = {
  record_merges: "says which record stands for it",
  record_changes: "its history stays its own, and those of others say what was moved",
  audit_log: "says who merged what",
  record_identifiers: "the record that stays is known by the id of the other too",
  company_duplicates:
    "proposed no more; that two are not one holds for the record that stays, by the next look",
  company_group_members: "computed anew when an account changes; what was known before stays",
  search_entries: "written with its record, which is deleted",
  field_conversion_losses: "what its own values were before their field changed",
  field_conversion_notes: "written while a field changes, and read once",
  import_rows: "from which row of a file it came",
  model_cases: "what a version of a model has learned from",
  score_history: "what was said of it",
  scores: "what was said of it",
  stale_scores: "taken off the list by itself",
  withheld_runs: "what was not done, and why",
};

/** Columns of ids that are none of a record's. */
const others =
  /^(id|.*profile_id|.*source_id|run_id|attempt_id|mail_id|merge_id|import_id|rule_id|decision_id|conversion_id|erasure_id|.*model_id|canonical_id|filled_to|revision|other_id|person)$|^(profile|undone)_merges\./;

it("every column of ids in a workspace is moved by merges, or is said to stay", async () => {
  const { rows } = await workspace.transaction((trx) =>
    sql<{ table: string; column: string }>`
      select c.relname as table, a.attname as column from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
        and not c.relispartition and a.atttypid in ('uuid'::regtype, 'uuid[]'::regtype)`.execute(
      trx,
    ),
  );
  expect(rows.length).toBeGreaterThan(80);
  const { objects } = await workspace.transaction(readSchema);
  const moved = new Set([
    ...recordPlaces.map(({ table, column }) => `${table}.${column}`),
    ...objects.flatMap(({ name, fields }) => fields.map((field) => `record_${name}.${field.name}`)),
    // Written anew with the records that are moved.
    ...["record_people.account_id", "record_people.contact_id", "record_people.record_id"],
    ...["record_lines.record_id", "record_numbers.record_id", "record_numbers.account_id"],
  ]);
  const unknown = rows
    .map(({ table, column }) => ({ table, name: `${table}.${column}`, column }))
    .filter(({ table, name }) => !moved.has(name) && !(table in left))
    .filter(({ name, column }) => !others.test(name) && !others.test(column));
  expect(unknown.map(({ name }) => name)).toEqual([]);
});

/** Rows of every table that have a text in any column, by table; at most once for each partition. */
async function tablesNaming(trx: WorkspaceTransaction, text: string): Promise<readonly string[]> {
  const tables = await sql<{ name: string }>`select relname as name from pg_class
    where relnamespace = current_schema()::regnamespace and relkind = 'r' order by 1`.execute(trx);
  const parts = tables.rows.map(
    ({ name }) => sql`select ${name}::text as name, count(*)::integer as count
      from ${sql.table(name)} t where position(${text} in t::text) > 0`,
  );
  const { rows } = await sql<{ name: string; count: number }>`
    ${sql.join(parts, sql` union all `)}`.execute(trx);
  return rows.filter(({ count }) => count > 0).map(({ name }) => name);
}

/** What a record of an object must have. */
const needed = (object: ObjectDefinition, text: string) => ({ [object.titleField]: text });

/** A record of every object for every field that can refer to `target`, one of each deleted, and what other modules know. */
async function referTo(
  trx: WorkspaceTransaction,
  target: ObjectDefinition,
  id: string,
): Promise<number> {
  const { objects } = await readSchema(trx);
  let count = 0;
  for (const object of objects) {
    for (const field of object.fields.filter((each) => each.target === target.name)) {
      const values = { ...needed(object, `${field.name} ${id.slice(-6)}`), [field.name]: id };
      const records = await createRecords(trx, {
        ...{ object: object.name, actor },
        records: [{ values }, { values }],
      });
      await deleteRecord(trx, { object: object.name, id: records[0]?.id ?? "", actor });
      count += records.length;
    }
  }
  const run = crypto.randomUUID();
  await sql`insert into runs (id, kind, idempotency_key, state, input)
    values (${run}, 'test', ${run}, 'done', '{}')`.execute(trx);
  await sql`insert into agent_runs (id, agent, subject_object, subject_id, headline, task_id)
    values (${run}, 'x', ${target.name}, ${id}, '{}', ${target.name === "task" ? id : null})`.execute(
    trx,
  );
  if (target.name === "deal") {
    await sql`insert into tracked_mails (id, message_id, recipient, subject, purpose, deal_id, sent_at)
      values (${run}, ${run}, 'x', 'x', 'x', ${id}, now())`.execute(trx);
    await sql`insert into deal_mail_decisions (thread, deal_id, decided_by, decided_at)
      values (${`<${run}@x.cn>`}, ${id}, 'x', now())`.execute(trx);
  }
  const filter = { kind: "comparison", field: target.name, operator: "equals", operands: [id] };
  await sql`insert into list_views (id, object, name, columns, filter, shared, owner_id)
    values (${run}, ${target.name}, 'x', '[]', ${JSON.stringify(filter)}, true, 'x')`.execute(trx);
  return count;
}

/** Everything in the workspace but versions, histories and moments of change. */
async function contents(trx: WorkspaceTransaction): Promise<ReadonlyMap<string, unknown>> {
  const tables = await sql<{ name: string }>`select relname as name from pg_class
    where relnamespace = current_schema()::regnamespace and relkind = 'r'
      and relname <> all(array['record_changes', 'audit_log', 'record_merges', 'record_merge_moves'])
    order by 1`.execute(trx);
  const found = new Map<string, unknown>();
  for (const { name } of tables.rows) {
    const { rows } = await sql<{ row: string }>`
      select (to_jsonb(t) - array['version', 'updated_at', 'deleted_at', 'known_at'])::text as row
      from ${sql.table(name)} t order by 1`.execute(trx);
    found.set(
      name,
      rows.map(({ row }) => row),
    );
  }
  return found;
}

it("nothing names a record that was merged but what is said to, and taking it back restores every row", async () => {
  const words = {
    label: { zh: "设备", en: "Machine" },
    pluralLabel: { zh: "设备", en: "Machines" },
  };
  await createObject(workspace, { name: "machine", icon: "box", ...words }, { actor });
  const reference = {
    ...{ label: { zh: "属于", en: "Of" }, type: "reference" as const, required: false },
    ...{ unique: false, options: [] },
  };
  const { objects } = await workspace.transaction(readSchema);
  for (const { name } of objects) {
    const field = { ...reference, name: `of_${name}`, target: name };
    await addFields(workspace, "machine", [field], { actor });
  }
  let referring = 0;
  for (const object of objects) {
    const pair = { kept: "", other: "" };
    const before = await workspace.transaction(async (trx) => {
      for (const which of ["kept", "other"] as const) {
        const values = needed(object, `${object.name} ${which}`);
        const record = await createRecord(trx, { object: object.name, values, actor });
        pair[which] = record.id;
        referring += await referTo(trx, object, record.id);
      }
      return contents(trx);
    });
    const merge = await workspace.transaction(async (trx) => {
      const input = { object: object.name, id: pair.kept, other: pair.other, actor };
      const merged = await mergeRecords(trx, input);
      const named = await tablesNaming(trx, pair.other);
      const wrong = named.filter((table) => !(table in left) && table !== `record_${object.name}`);
      expect([object.name, wrong]).toEqual([object.name, []]);
      const { rows } = await sql<{
        id: string;
      }>`select id::text from ${sql.table(`record_${object.name}`)} t
        where position(${pair.other} in t::text) > 0`.execute(trx);
      expect(rows).toEqual([{ id: pair.other }]);
      return merged.merge;
    });
    const after = await workspace.transaction(async (trx) => {
      await undoMerge(trx, { object: object.name, id: pair.kept, merge, actor });
      return contents(trx);
    });
    expect(after).toEqual(before);
  }
  expect(referring).toBeGreaterThan(60);
});

it("the record that stays is known by what the other was known by, and an erasure finds both", async () => {
  const create = (object: string, values: object) =>
    workspace.transaction((trx) => createRecord(trx, { object, values: { ...values }, actor }));
  const kept = await create("contact", { name: "王芳", email: "fang@huace.cn" });
  const other = await create("contact", {
    name: "王芳",
    email: "wang@huace.cn",
    phone: "13812345678",
  });
  const points = async (id: string) => {
    const { rows } = await workspace.transaction((trx) =>
      sql<{
        value: string;
      }>`select value from record_identifiers where record_id = ${id} order by 1`.execute(trx),
    );
    return rows.map(({ value }) => value);
  };
  const before = [await points(kept.id), await points(other.id)];
  const pair = { object: "contact", id: kept.id, other: other.id, actor };
  const { merge } = await workspace.transaction((trx) => mergeRecords(trx, pair));
  expect(await points(kept.id)).toEqual(before.flat().sort());
  expect(await points(other.id)).toEqual([]);
  for (const { id } of [kept, other]) {
    const whole = await workspace.transaction((trx) => wholePerson(trx, { object: "contact", id }));
    expect(whole.records.map((record) => record.id).sort()).toEqual([kept.id, other.id].sort());
  }
  const purge = async () => {
    await workspace.transaction(async (trx) => {
      await sql`update record_contact set deleted_at = now() - interval '40 days'
        where deleted_at is not null`.execute(trx);
      await sql`insert into retention_rules (kind, object, scope, days)
        values ('records', 'contact', 'deleted', 30) on conflict do nothing`.execute(trx);
    });
    const data = allPersonalData;
    return (await runRetention(workspace, { now: new Date(), data })).records;
  };
  await purge();
  await workspace.transaction((trx) =>
    undoMerge(trx, { object: "contact", id: kept.id, merge, actor }),
  );
  expect([await points(kept.id), await points(other.id)]).toEqual(before);
  await workspace.transaction((trx) =>
    deleteRecord(trx, { object: "contact", id: other.id, actor }),
  );
  expect(await purge()).toBe(1);
});
