import {
  type Comparison,
  findOperator,
  type OperatorName,
  operatorsFor,
} from "@causeway/engine-conditions";
import { newId } from "@causeway/kernel";
import { auditMigrations } from "@causeway/platform-audit";
import type { Field, FieldType, FieldValue, NewField, Sort } from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import {
  createTestDatabase,
  explainQueries,
  planNodes,
  type TestDatabase,
} from "@causeway/platform-database/testing";
import { fieldTypes, objectNamed, toFieldCatalog } from "@causeway/platform-schema";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  type Actor,
  addFields,
  createObject,
  createRecords,
  listRecords,
  readSchema,
  recordsMigrations,
  updateRecord,
} from "../src/index.ts";
import { buildStatement } from "../src/indexes/list-index.ts";
import { wantedIndexes } from "../src/indexes/wanted-indexes.ts";

const actor: Actor = { kind: "user", id: "user-1" };
const now = new Date("2026-06-01T00:00:00Z");
const label = { zh: "字段", en: "Field" };
const records = 1500;
const oneIn = 500;
const object = "thing";
let test: TestDatabase;
let workspace: WorkspaceDatabase;

/**
 * What stands in a few records, beyond everything else on either side: `few`, `many`; in all others: `other`. Dates lie so
 * that few are of the last or the next days, and few are long ago or far ahead.
 */
interface Values {
  readonly few: FieldValue;
  readonly many: FieldValue;
  readonly recent?: FieldValue;
  readonly soon?: FieldValue;
  other(index: number): FieldValue;
}

const ids = Array.from({ length: records }, () => newId());
const [id = ""] = ids;
const day = (index: number) => new Date(Date.UTC(2014, 0, 1 + index)).toISOString().slice(0, 10);
const texts = { few: "aa", many: "zz", other: (index: number) => `mm${index % 300}` };
const days = { few: "2001-01-01", many: "2090-01-01", recent: "2026-05-20", soon: "2026-06-10" };
const instants = Object.fromEntries(
  Object.entries(days).map(([name, value]) => [name, `${value}T00:00:00.000Z`]),
) as typeof days;
const samples: Readonly<Record<FieldType, Values>> = {
  text: texts,
  longText: texts,
  number: { few: 1, many: 9000, other: (index) => 1000 + index },
  currency: { few: 1, many: 9000, other: (index) => 1000 + index },
  boolean: { few: true, many: true, other: () => false },
  date: { ...days, other: day },
  dateTime: { ...instants, other: (index) => `${day(index)}T00:00:00.000Z` },
  select: { few: "rare", many: "rare", other: (index) => (index % 2 ? "usual" : "common") },
  multiSelect: {
    few: ["rare"],
    many: ["rare", "usual"],
    other: (index) => (index % 2 ? ["usual"] : ["common"]),
  },
  reference: { few: id, many: id, other: (index) => ids[index] ?? null },
  email: {
    few: "aa@example.com",
    many: "zz@example.com",
    other: (index) => `mm${index}@example.com`,
  },
  phone: { few: "+111", many: "+999", other: (index) => `+5${String(index).padStart(6, "0")}` },
  url: {
    few: "https://aa.example.com",
    many: "https://zz.example.com",
    other: (index) => `https://mm${index}.example.com`,
  },
  user: { few: "aa", many: "zz", other: (index) => `mm${index % 300}` },
};
const types = Object.keys(samples) as readonly FieldType[];
const columnOf = (type: FieldType) => `f_${type.toLowerCase()}`;
/** Of the same type, and empty in nearly all records. */
const sparseOf = (type: FieldType) => `s_${type.toLowerCase()}`;

/** No index answers these: alternatives, what lies within a text, and any case. */
const unanswered: ReadonlySet<OperatorName> = new Set([
  ...["notEquals", "notIn", "equalsIgnoringCase", "contains", "containsIgnoringCase"],
  ...["notContains", "endsWith", "containsNone"],
] as readonly OperatorName[]);
/** Their values are too long for an index. */
const unindexed: ReadonlySet<FieldType> = new Set(["longText", "url"]);
/** What is empty has two forms, which no index brings together. */
const withEmptyValue: ReadonlySet<FieldType> = new Set([
  ...["text", "email", "phone", "multiSelect"],
] as readonly FieldType[]);

beforeAll(async () => {
  test = await createTestDatabase({ modules: [auditMigrations, recordsMigrations] });
  workspace = await test.workspace();
  await createObject(workspace, { name: object, label, pluralLabel: label }, { actor });
  const options = ["common", "usual", "rare"].map((value) => ({ value, label }));
  const added = types.flatMap((type): NewField[] => {
    const field = { label, type, target: type === "reference" ? object : null };
    const chooses = type === "select" || type === "multiSelect" ? { options } : {};
    return [columnOf(type), sparseOf(type)].map((name) => ({ name, ...field, ...chooses }));
  });
  await addFields(workspace, object, added, { actor });
  const sampleOf = (type: FieldType, index: number): FieldValue => {
    const { few, many, recent = few, soon = few, other } = samples[type];
    const special: readonly FieldValue[] = [few, many, recent, soon, null];
    const place = index % oneIn;
    return place < special.length ? (special[place] ?? null) : other(index);
  };
  for (let from = 0; from < records; from += 500) {
    await workspace.transaction((trx) =>
      createRecords(trx, {
        object,
        actor,
        records: Array.from({ length: 500 }, (_, at) => ({
          id: ids[from + at] ?? "",
          occurredAt: new Date(Date.UTC(2026, 0, 1) + (from + at) * 1000),
          values: Object.fromEntries([
            ["name", `Thing ${from + at}`],
            ...types.flatMap((type) => [
              [columnOf(type), type === "reference" ? null : sampleOf(type, from + at)],
              [sparseOf(type), at === 0 && type !== "reference" ? samples[type].few : null],
            ]),
          ]),
        })),
      }),
    );
  }
  // The records that are referred to had to be there first.
  await workspace.transaction((trx) =>
    sql`update record_thing t set f_reference = r.target, s_reference = r.sparse
      from unnest(${ids}::uuid[],
        ${ids.map((_, index) => sampleOf("reference", index))}::uuid[],
        ${ids.map((_, index) => (index % oneIn === 0 ? id : null))}::uuid[]) as r(id, target, sparse)
      where t.id = r.id`.execute(trx),
  );
});
afterAll(() => test.close());

/** A comparison that few records fulfil. */
function comparisonOf(field: Field, operator: OperatorName): Comparison {
  const { few, many } = samples[field.type];
  const later = field.type === "date" ? "2001-02-01" : "2001-02-01T00:00:00.000Z";
  const isDated = field.type === "date" || field.type === "dateTime";
  const value = operator.startsWith("greater") ? many : few;
  const between = [few, isDated ? later : few];
  const daysOf: Partial<Record<OperatorName, number>> = {
    ...{ inLastDays: 30, inNextDays: 30, moreThanDaysAgo: 9000, moreThanDaysAhead: 9000 },
  };
  const kinds = findOperator(operator)?.operands ?? [];
  const operands = kinds.map((kind, place) => {
    if (kind === "days") return daysOf[operator] ?? 1;
    if (kind === "list") return [few].flat() as string[];
    return (kinds.length === 2 ? between[place] : value) as string;
  });
  return {
    kind: "comparison",
    field: field.name,
    operator,
    operands: operands.map((each) => ({ kind: "constant", value: each })),
  };
}

const newest: Sort = { field: "created_at", direction: "desc" };

/** Builds what a list wants, as the product does; names of these indexes. */
async function buildWanted(filter: Comparison | undefined, sort: Sort) {
  const schema = await workspace.transaction(readSchema);
  const thing = objectNamed(schema, object);
  const names: string[] = [];
  for (const index of wantedIndexes(schema, thing, { filter, sort })) {
    const built = buildStatement(thing, index);
    if (built === undefined) throw new Error(`${JSON.stringify(index)} cannot be built`);
    names.push(built.name);
    const exists = await workspace.transaction((trx) =>
      sql<{ oid: unknown }>`select to_regclass(${built.name}) as oid`.execute(trx),
    );
    if (exists.rows[0]?.oid === null) await workspace.alterOutsideTransaction(built.statement);
  }
  await workspace.alter((trx) => sql`analyze record_thing`.execute(trx));
  return names;
}

/** Indexes that a list is read by under the workspace's own role, each with its condition, and how often rows are sorted. */
async function planOf(filter: Comparison | undefined, sort: Sort) {
  const plans = await workspace.transaction(async (trx) => {
    // So few records PostgreSQL would read all of.
    await sql`set local enable_seqscan to off`.execute(trx);
    const list = { object, sort, limit: 20, now, ...(filter && { filter }) };
    return explainQueries(trx, (traced) => listRecords(traced, list));
  });
  const nodes = plans.flatMap(planNodes);
  return {
    indexes: nodes.flatMap((node) => node["Index Name"] ?? []),
    conditions: nodes.flatMap((node) => node["Index Cond"] ?? []).join(" "),
    // An incremental one sorts what is alike in the index, a page at a time.
    sorts: nodes.filter((node) => node["Node Type"] === "Sort").length,
  };
}

/** Whether an index finds the records by this field; one on nothing but its filled values has no condition. */
async function isReadBy(filter: Comparison, field: string): Promise<boolean> {
  const { conditions, indexes } = await planOf(filter, newest);
  return conditions.includes(field) || indexes.some((index) => index.includes(field));
}

/** Whether an index can answer it at all. */
function isAnswerable(type: FieldType, operator: OperatorName): boolean {
  if (unanswered.has(operator) || unindexed.has(type)) return false;
  const isEmptiness = operator === "isEmpty" || operator === "isNotEmpty";
  return !(isEmptiness && withEmptyValue.has(type));
}

it("every order that lists offer is read from an index, in both directions", async () => {
  const sorted = types.filter((type) => fieldTypes[type].sort !== undefined);
  const fields = ["name", "created_at", "updated_at", ...sorted.map(columnOf)];
  for (const field of fields) await buildWanted(undefined, { field, direction: "asc" });
  for (const field of fields) {
    for (const direction of ["asc", "desc"] as const) {
      const { indexes, sorts } = await planOf(undefined, { field, direction });
      expect({ field, direction, sorts, isIndexed: indexes.length > 0 }).toEqual({
        ...{ field, direction, sorts: 0, isIndexed: true },
      });
    }
  }
  expect(sorted).toHaveLength(9);
});

it.each(types)(
  "every comparison of %s that an index can answer is answered by one",
  async (type) => {
    const schema = await workspace.transaction(readSchema);
    const thing = objectNamed(schema, object);
    const catalog = toFieldCatalog(schema, thing);
    const description = catalog.get(columnOf(type));
    if (description === undefined) throw new Error(`no field of ${type}`);
    const outcomes: Record<string, string> = {};
    const expected: Record<string, string> = {};
    for (const { name: operator } of operatorsFor(description)) {
      const name = operator === "isNotEmpty" ? sparseOf(type) : columnOf(type);
      const field = thing.fields.find((each) => each.name === name);
      if (field === undefined) throw new Error(`no field ${name}`);
      const filter = comparisonOf(field, operator);
      const wanted = await buildWanted(filter, newest);
      if (isAnswerable(type, operator)) {
        expected[operator] = "by index";
        outcomes[operator] = (await isReadBy(filter, name)) ? "by index" : "by another index";
      } else {
        expected[operator] = "not by index";
        outcomes[operator] = wanted.length === 0 ? "not by index" : `wants ${wanted}`;
      }
    }
    expect(outcomes).toEqual(expected);
  },
);

it("an index never keeps a value out that the field may hold", async () => {
  // Nothing that could be compressed into an entry.
  const long = (length: number) =>
    Array.from({ length }, (_, at) => String.fromCodePoint(0x4e00 + ((at * 7919) % 20_000))).join(
      "",
    );
  const all = ["f_text", "s_text", "f_longtext", "f_url"];
  const schema = await workspace.transaction(readSchema);
  const thing = objectNamed(schema, object);
  const filter = {
    kind: "all",
    conditions: all.map((field) => ({
      ...({ kind: "comparison", field, operator: "equals" } as const),
      operands: [{ kind: "constant", value: "aa" } as const],
    })),
  } as const;
  for (const field of ["created_at", "name", "f_text", "f_select"]) {
    for (const index of wantedIndexes(schema, thing, {
      filter,
      sort: { field, direction: "asc" },
    })) {
      const built = buildStatement(thing, index);
      if (built === undefined) throw new Error(`${JSON.stringify(index)} cannot be built`);
      await workspace.alterOutsideTransaction(sql`drop index if exists ${sql.id(built.name)}`);
      await workspace.alterOutsideTransaction(built.statement);
    }
  }
  const values = {
    name: long(500),
    f_text: long(500),
    s_text: long(500),
    f_longtext: long(20_000),
    f_url: `https://example.com/${long(1900)}`,
  };
  const updated = await workspace.transaction((trx) =>
    updateRecord(trx, { object, id: ids[7] ?? "", values, actor }),
  );
  expect(updated.values).toMatchObject(values);
});
