import type { ErasedPerson } from "@causeway/platform-audit";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";

interface KeptRow {
  readonly kind: string;
  readonly name: string;
  readonly value: string;
}

/** What an erasure looks for: the person, and the profiles of others that must be computed again afterwards. */
export interface KeptPerson extends ErasedPerson {
  readonly neighbours: readonly string[];
}

/** Writes down whom an erasure is about, so that it goes on after a crash when their data are half gone. */
export async function keepPerson(
  trx: WorkspaceTransaction,
  erasure: string,
  person: KeptPerson,
): Promise<void> {
  const rows: readonly KeptRow[] = [
    ...person.profiles.map((value) => ({ kind: "profile", name: "", value })),
    ...person.neighbours.map((value) => ({ kind: "neighbour", name: "", value })),
    ...person.runs.map((value) => ({ kind: "run", name: "", value })),
    ...person.words.map((value) => ({ kind: "word", name: "", value })),
    ...person.records.map(({ object, id }) => ({ kind: "record", name: object, value: id })),
    ...person.identifiers.map(({ kind, value }) => ({ kind: "identifier", name: kind, value })),
  ];
  await sql`insert into erasure_people (erasure_id, kind, name, value)
    select ${erasure}::uuid, r.kind, r.name, r.value
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(kind text, name text, value text)
    on conflict do nothing`.execute(trx);
}

/** Writes down who must be computed again once the person is gone. */
export async function keepNeighbours(
  trx: WorkspaceTransaction,
  erasure: string,
  profiles: readonly string[],
): Promise<void> {
  await sql`insert into erasure_people (erasure_id, kind, name, value)
    select ${erasure}::uuid, 'neighbour', '', p from unnest(${profiles}::text[]) as p
    on conflict do nothing`.execute(trx);
}

/** Whom an erasure is about. */
export async function readKeptPerson(
  trx: WorkspaceTransaction,
  erasure: string,
): Promise<KeptPerson> {
  const { rows } = await sql<KeptRow>`select kind, name, value from erasure_people
    where erasure_id = ${erasure}::uuid order by 1, 2, 3`.execute(trx);
  const values = (kind: string) =>
    rows.filter((row) => row.kind === kind).map(({ value }) => value);
  return {
    profiles: values("profile"),
    neighbours: values("neighbour"),
    runs: values("run"),
    words: values("word"),
    records: rows
      .filter(({ kind }) => kind === "record")
      .map(({ name, value }) => ({ object: name, id: value })),
    identifiers: rows
      .filter(({ kind }) => kind === "identifier")
      .map(({ name, value }) => ({ kind: name, value })),
  };
}

export async function forgetKeptPerson(trx: WorkspaceTransaction, erasure: string): Promise<void> {
  await sql`delete from erasure_people where erasure_id = ${erasure}::uuid`.execute(trx);
}

/** The erasure that a profile or record is being erased by; null for none. */
export async function erasureUnderWay(
  trx: WorkspaceTransaction,
  id: string,
): Promise<string | null> {
  const { rows } = await sql<{ erasure: string }>`select erasure_id::text as erasure
    from erasure_people where kind in ('profile', 'record') and value = ${id}
    order by erasure_id limit 1`.execute(trx);
  return rows[0]?.erasure ?? null;
}
