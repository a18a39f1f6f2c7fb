import {
  getRecords,
  listRecords,
  mergedInto,
  type RecordChange,
  type StoredRecord,
} from "@causeway/module-records";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { type Identifier, lineKind } from "../identifiers/identifier.ts";
import { contactPoints, linkedObjects } from "./contact-points.ts";
import { forgetLines, settleLines } from "./record-lines.ts";

/**
 * Keeps the contact points of accounts, contacts and leads beside the identity graph, in the transaction of each change.
 * The composition root registers it with `onRecordChange`.
 */
export async function linkChangedRecords(
  trx: WorkspaceTransaction,
  change: RecordChange,
): Promise<void> {
  if (!linkedObjects.has(change.object)) return;
  const { object, ids } = change;
  const records = await getRecords(trx, { object, ids });
  const left = await forget(trx, object, ids);
  await remember(
    trx,
    records.filter((record) => record.deletedAt === null),
    left,
  );
}

/** Records read at once when all are linked again. */
const pageSize = 200;

/** Links every account, contact and lead anew, page by page; for a workspace whose links are missing or stale. */
export async function linkAllRecords(workspace: WorkspaceDatabase): Promise<void> {
  for (const object of linkedObjects) {
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listRecords>> = await workspace.transaction((trx) =>
        linkPage(trx, object, after),
      );
      after = page.nextCursor;
    } while (after !== null);
  }
}

async function linkPage(trx: WorkspaceTransaction, object: string, after: string | null) {
  const page = await listRecords(trx, {
    object,
    limit: pageSize,
    ...(after === null ? {} : { after }),
  });
  const ids = page.records.map((record) => record.id);
  const left = await forget(trx, object, ids);
  await remember(trx, page.records, left);
  return page;
}

/** Returns the phone lines that the records named. */
async function forget(
  trx: WorkspaceTransaction,
  object: string,
  ids: readonly string[],
): Promise<readonly string[]> {
  for (const table of ["record_identifiers", "record_people"]) {
    await sql`delete from ${sql.table(table)}
      where object = ${object} and record_id = any(${ids}::uuid[])`.execute(trx);
  }
  return forgetLines(trx, object, ids);
}

async function remember(
  trx: WorkspaceTransaction,
  records: readonly StoredRecord[],
  left: readonly string[],
): Promise<void> {
  const named = await pointsOf(trx, records);
  const points = named.filter(({ point }) => point.kind !== lineKind);
  await sql`insert into record_identifiers (object, record_id, kind, value) select * from unnest(
    ${points.map(({ record }) => record.object)}::text[],
    ${points.map(({ record }) => record.id)}::uuid[],
    ${points.map(({ point }) => point.kind)}::text[],
    ${points.map(({ point }) => point.value)}::text[])`.execute(trx);
  await sql`insert into record_people (object, record_id, account_id, contact_id)
    select * from unnest(
      ${records.map((record) => record.object)}::text[],
      ${records.map((record) => record.id)}::uuid[],
      ${records.map((record) => reference(record, "account"))}::uuid[],
      ${records.map((record) => reference(record, "contact"))}::uuid[])`.execute(trx);
  const lines = named.filter(({ point }) => point.kind === lineKind);
  await settleLines(
    trx,
    lines.map(({ record, point }) => ({ ...record, line: point.value })),
    left,
  );
}

interface NamedRecord {
  readonly record: StoredRecord;
  readonly point: Identifier;
}

/** What names the records: their own contact points, and those of the records that were merged into them. */
async function pointsOf(
  trx: WorkspaceTransaction,
  records: readonly StoredRecord[],
): Promise<readonly NamedRecord[]> {
  const byId = new Map(records.map((record) => [record.id, record]));
  const links = await mergedInto(trx, [...byId.keys()]);
  const survivors = new Map(links.map(({ of, id }) => [id, byId.get(of)]));
  const named = records.map((record) => ({ record, source: record }));
  for (const object of new Set(records.map((record) => record.object))) {
    for (const source of await getRecords(trx, { object, ids: [...survivors.keys()] })) {
      const record = survivors.get(source.id);
      if (record !== undefined) named.push({ record, source });
    }
  }
  const points = named.flatMap(({ record, source }) =>
    contactPoints(source).map((point) => ({ record, point })),
  );
  const key = ({ record, point }: NamedRecord) => `${record.id} ${point.kind} ${point.value}`;
  return [...new Map(points.map((each) => [key(each), each])).values()];
}

function reference(record: StoredRecord, field: string): string | null {
  const value = record.values[field];
  return typeof value === "string" ? value : null;
}
