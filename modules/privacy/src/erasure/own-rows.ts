import { type ErasedPerson, type OwnColumns, recordIds } from "@causeway/platform-audit";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { type RawBuilder, type SqlBool, sql } from "kysely";

/** Which rows of a table, known as `t`, are a person's own, but for those tied by events; undefined for none. */
export function ownRows(
  own: OwnColumns,
  person: ErasedPerson,
  events?: readonly string[],
): RawBuilder<SqlBool> | undefined {
  const { profile = [], record, run, identifier = [], value, event } = own;
  const column = (name: string) => sql.ref(`t.${name}`);
  const kinds = person.identifiers.map(({ kind }) => kind);
  const values = person.identifiers.map((each) => each.value);
  const ways = [
    ...profile.map((name) => sql<SqlBool>`${column(name)} = any(${person.profiles}::uuid[])`),
    ...(record === undefined
      ? []
      : [sql<SqlBool>`${column(record)} = any(${recordIds(person)}::uuid[])`]),
    ...(run === undefined ? [] : [sql<SqlBool>`${column(run)} = any(${person.runs}::uuid[])`]),
    ...identifier.map(
      ([kind, name]) => sql<SqlBool>`(${column(kind)}, ${column(name)}) in (
        select * from unnest(${kinds}::text[], ${values}::text[]))`,
    ),
    ...(value === undefined
      ? []
      : [
          sql<SqlBool>`lower(${column(value)}) = any(${person.words.map((word) => word.toLowerCase())}::text[])`,
        ]),
    ...(event === undefined || events === undefined
      ? []
      : [sql<SqlBool>`${column(event)} = any(${events}::bigint[])`]),
  ];
  return ways.length === 0 ? undefined : sql<SqlBool>`(${sql.join(ways, sql` or `)})`;
}

const atOnce = 1_000;

/** Deletes a person's own rows of a table, so many at most; returns how many. */
export async function deleteOwnRows(
  trx: WorkspaceTransaction,
  table: string,
  where: RawBuilder<SqlBool>,
): Promise<number> {
  const gone = await sql`delete from ${sql.table(table)} where ctid = any(array(
    select t.ctid from ${sql.table(table)} t where ${where} limit ${atOnce}))`.execute(trx);
  return Number(gone.numAffectedRows ?? 0n);
}

/** Some of the person's events that are still there. */
export async function someEvents(
  trx: WorkspaceTransaction,
  { profiles }: ErasedPerson,
  limit: number,
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`select event_id::text as id from event_profiles
    where profile_id = any(${profiles}::uuid[]) order by event_id limit ${limit}`.execute(trx);
  return rows.map(({ id }) => id);
}
