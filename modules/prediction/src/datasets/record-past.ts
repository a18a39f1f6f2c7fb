import { getRecords, type StoredRecord } from "@causeway/module-records";
import type { FieldValue, Values } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";

/** A change of a record with both of its times, in milliseconds since 1970. */
export interface PastChange {
  readonly occurredMs: number;
  readonly knownMs: number;
  readonly fields: Readonly<Record<string, { readonly from: FieldValue; readonly to: FieldValue }>>;
}

/** A record with everything that happened to it. */
export interface RecordPast {
  readonly record: StoredRecord;
  readonly createdMs: number;
  /** When the record became known; an import states when that was. */
  readonly knownMs: number;
  readonly isImported: boolean;
  /** In the order in which they happened. */
  readonly changes: readonly PastChange[];
}

interface Line extends PastChange {
  readonly id: string;
  readonly kind: string;
  readonly actor: string;
}

/** Records with their pasts, by id; unknown ids are left out, deleted records are in. */
export async function readPasts(
  trx: WorkspaceTransaction,
  object: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, RecordPast>> {
  const records = await getRecords(trx, { object, ids: [...new Set(ids)] });
  const lines = await readLines(
    trx,
    object,
    records.map(({ id }) => id),
  );
  return new Map(records.map((record) => [record.id, pastOf(record, lines.get(record.id) ?? [])]));
}

function pastOf(record: StoredRecord, lines: readonly Line[]): RecordPast {
  const creation = lines.find(({ kind }) => kind === "create");
  const createdMs = record.createdAt.getTime();
  return {
    record,
    createdMs,
    knownMs: creation?.knownMs ?? createdMs,
    isImported: creation === undefined || creation.actor === "import",
    changes: lines.filter(({ fields }) => Object.keys(fields).length > 0),
  };
}

/** What an import enters is history: it counts as known when it happened. All else was known when it was entered. */
async function readLines(
  trx: WorkspaceTransaction,
  object: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly Line[]>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{
    id: string;
    kind: string;
    actor: string;
    fields: PastChange["fields"];
    occurred: Date;
    recorded: Date;
  }>`
    select record_id::text as id, kind, actor_kind as actor, changes as fields,
      occurred_at as occurred, recorded_at as recorded
    from record_changes where object = ${object} and record_id = any(${[...ids]}::uuid[])
    order by occurred_at, record_changes.id`.execute(trx);
  const byRecord = new Map<string, Line[]>();
  for (const { occurred, recorded, ...row } of rows) {
    const occurredMs = occurred.getTime();
    const knownMs = row.actor === "import" ? occurredMs : Math.max(occurredMs, recorded.getTime());
    const line = { ...row, occurredMs, knownMs };
    const list = byRecord.get(row.id);
    if (list === undefined) byRecord.set(row.id, [line]);
    else list.push(line);
  }
  return byRecord;
}

/**
 * The values as they were known at a moment: of each field what the last change set that had happened and was known by
 * then; else what the first of the others replaced; else today's.
 */
export function valuesAt({ record, changes }: RecordPast, atMs: number): Values {
  const values: Values = { ...record.values };
  const decided = new Set<string>();
  for (const { occurredMs, knownMs, fields } of changes.toReversed()) {
    const isVisible = occurredMs <= atMs && knownMs <= atMs;
    for (const [field, { from, to }] of Object.entries(fields)) {
      if (decided.has(field)) continue;
      values[field] = isVisible ? to : from;
      if (isVisible) decided.add(field);
    }
  }
  return values;
}

/** Whether the record was there at a moment, as far as was known. An import may tell of a time before itself. */
export function wasThere({ createdMs, knownMs, isImported }: RecordPast, atMs: number): boolean {
  return isImported || (createdMs <= atMs && knownMs <= atMs);
}

export interface PastState {
  readonly atMs: number;
  readonly values: Values;
}

/** What a record was like after its creation and after each change, with all that is known now. */
export function statesOf(past: RecordPast): readonly PastState[] {
  const first: PastState = {
    atMs: past.createdMs,
    values: valuesAt({ ...past, changes: past.changes.map(neverKnown) }, past.createdMs),
  };
  const states = [first];
  let { values } = first;
  for (const { occurredMs, fields } of past.changes) {
    values = { ...values };
    for (const [field, { to }] of Object.entries(fields)) values[field] = to;
    states.push({ atMs: Math.max(occurredMs, past.createdMs), values });
  }
  return states;
}

const neverKnown = (change: PastChange): PastChange => ({
  ...change,
  knownMs: Number.POSITIVE_INFINITY,
});
