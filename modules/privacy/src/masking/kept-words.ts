import { readSchema } from "@causeway/module-records";
import type { Field, ObjectDefinition } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import {
  concealed,
  maskedValue,
  type Schema,
  seesWhole,
  sightOf,
  type Viewer,
} from "@causeway/platform-schema";
import { type RawBuilder, sql } from "kysely";

/** What an answer names. */
export interface Named {
  readonly ids: readonly string[];
  /** Numbers that may be those of events. */
  readonly events: readonly string[];
}

/** Texts that are kept from a reader, each with what stands for it. */
export type KeptWords = Map<string, string>;

/** Records of one object that are looked at for one answer; more are not named by one. */
const mostRecords = 5000;

/**
 * The texts kept from somebody in an answer: those of the records that it names, of the records these refer to or that
 * refer to them, and of the people behind them.
 */
export async function keptWords(
  trx: WorkspaceTransaction,
  { ids, events }: Named,
  viewer: Viewer,
): Promise<KeptWords> {
  const schema = await readSchema(trx);
  const words: KeptWords = new Map();
  const keeping = schema.objects
    .map((object) => ({ object, kept: keptFields(object, viewer) }))
    .filter(({ kept }) => kept.length > 0);
  if (keeping.length === 0) return words;
  const near = [...ids, ...(await referredTo(trx, schema, ids))];
  const behind = await peopleBehind(trx, near, events);
  const beside = await referredTo(trx, schema, behind.records);
  const all = [...new Set([...near, ...behind.records, ...beside])];
  for (const { object, kept } of keeping) {
    for (const row of await readKept(trx, object, kept, all)) {
      for (const field of kept) addWord(words, object, field, row[field.name], viewer);
    }
  }
  const titles = keeping.flatMap(({ object, kept }) =>
    kept.filter(({ name }) => name === object.titleField).map((field) => ({ object, field })),
  );
  // What somebody calls themselves is kept as the title of the contact that they are.
  const [title] = titles.filter(
    ({ object }) => object.name === "contact" || object.name === "lead",
  );
  if (title !== undefined) {
    for (const name of await namesOf(trx, behind.people)) {
      addWord(words, title.object, title.field, name, viewer);
    }
  }
  return words;
}

function keptFields(object: ObjectDefinition, viewer: Viewer): readonly Field[] {
  return object.fields.filter((field) => !seesWhole(field, viewer) && isToldInTexts(field));
}

/** Yes and no, people and other records stand for too much else to be looked for in texts. */
function isToldInTexts({ type }: Field): boolean {
  return !["boolean", "reference", "user"].includes(type);
}

function addWord(
  words: KeptWords,
  object: ObjectDefinition,
  field: Field,
  value: unknown,
  viewer: Viewer,
): void {
  if (value === null || value === undefined || value === "") return;
  const isHidden = sightOf(field, viewer) === "hidden";
  for (const text of textsOf(field, value)) {
    // Of a text of many lines each may be quoted alone.
    for (const part of [text, ...text.split(/\n+/)]) words.set(part.trim(), concealed);
    const shape = isHidden ? null : maskedValue(object, field, text);
    if (shape !== null) words.set(text.trim(), shape);
  }
}

/** How a stored value stands in texts. */
function textsOf({ type, options }: Field, value: unknown): readonly string[] {
  if (type === "number" || type === "currency") {
    const number = Number(value);
    // Small numbers stand for too much else.
    return Math.abs(number) < 1000 ? [] : [String(number), number.toLocaleString("en-US")];
  }
  if (type === "select" || type === "multiSelect") {
    const chosen = new Set(Array.isArray(value) ? value : [value]);
    return options
      .filter((option) => chosen.has(option.value))
      .flatMap(({ label }) => [label.zh, label.en]);
  }
  return [value instanceof Date ? value.toISOString().slice(0, 10) : String(value)];
}

async function referredTo(
  trx: WorkspaceTransaction,
  schema: Schema,
  ids: readonly string[],
): Promise<readonly string[]> {
  const parts = schema.objects.flatMap(({ name, fields }) =>
    fields
      .filter(({ type }) => type === "reference")
      .map(
        (field) => sql`select ${sql.ref(field.name)}::text as id from ${sql.table(`record_${name}`)}
          where id = any(${ids}::uuid[]) and ${sql.ref(field.name)} is not null`,
      ),
  );
  return idsFrom(trx, parts);
}

async function idsFrom(
  trx: WorkspaceTransaction,
  parts: readonly RawBuilder<unknown>[],
): Promise<readonly string[]> {
  if (parts.length === 0) return [];
  const { rows } = await sql<{ id: string }>`${sql.join(parts, sql` union `)}`.execute(trx);
  return rows.map(({ id }) => id);
}

/** Values of records with these ids, and of those that refer to them. */
async function readKept(
  trx: WorkspaceTransaction,
  { name, fields }: ObjectDefinition,
  kept: readonly Field[],
  ids: readonly string[],
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const references = fields.filter(({ type }) => type === "reference");
  const tests = ["id", ...references.map((field) => field.name)].map(
    (column) => sql`${sql.ref(column)} = any(${ids}::uuid[])`,
  );
  const { rows } = await sql<Readonly<Record<string, unknown>>>`
    select ${sql.join(kept.map((field) => sql.ref(field.name)))} from ${sql.table(`record_${name}`)}
    where ${sql.join(tests, sql` or `)} limit ${mostRecords}`.execute(trx);
  return rows;
}

interface Behind {
  readonly people: readonly string[];
  readonly records: readonly string[];
}

/** The people behind profiles, events and records, and the contacts and leads that they are. */
async function peopleBehind(
  trx: WorkspaceTransaction,
  ids: readonly string[],
  events: readonly string[],
): Promise<Behind> {
  const { rows } = await sql<{ person: string; record: string | null }>`
    with people as (
      select canonical_id from profiles where id = any(${ids}::uuid[])
      union select p.canonical_id from event_profiles e join profiles p on p.id = e.profile_id
        where e.event_id = any(${events}::bigint[])
      union select p.canonical_id from record_identifiers r
        join identifiers i using (kind, value) join profiles p on p.id = i.profile_id
        where r.record_id = any(${ids}::uuid[])
      limit ${mostRecords})
    select distinct p.canonical_id::text as person, r.record_id::text as record from people
    join profiles p using (canonical_id)
    left join identifiers i on i.profile_id = p.id
    left join record_identifiers r using (kind, value)`.execute(trx);
  return {
    people: [...new Set(rows.map(({ person }) => person))],
    records: [...new Set(rows.flatMap(({ record }) => record ?? []))],
  };
}

/** What people call themselves, whole and in parts. */
async function namesOf(
  trx: WorkspaceTransaction,
  people: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ value: string }>`
    select distinct t.value from profile_traits t join profiles p on p.id = t.profile_id
    where p.canonical_id = any(${people}::uuid[]) and t.name in ('name', 'firstName', 'lastName')`.execute(
    trx,
  );
  return rows.map(({ value }) => value);
}
