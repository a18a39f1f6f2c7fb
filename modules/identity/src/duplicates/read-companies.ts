import { readSchema } from "@causeway/module-records";
import { roleSchema } from "@causeway/platform-contract";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { objectNamed } from "@causeway/platform-schema";
import { sql } from "kysely";
import { type ComparedColumn, columnsSeenBy, nameOfColumns } from "./compared-columns.ts";
import type { DuplicatesWork } from "./find-duplicates.ts";

/** The living companies of a workspace, as they were when they were read. */
export interface ReadCompanies {
  readonly ids: readonly string[];
  readonly versions: readonly number[];
  /** By which columns they are compared: all, and those that each role sees where something is kept from it. */
  readonly sights: readonly (readonly ComparedColumn[])[];
  readonly work: DuplicatesWork;
}

const atOnce = 20_000;

/** Reads what companies are compared by, some thousands in one transaction. */
export async function readCompanies(
  workspace: Pick<WorkspaceDatabase, "transaction">,
  signal?: AbortSignal,
): Promise<ReadCompanies> {
  const sights = await workspace.transaction(readSights, { readOnly: true });
  const columns = sights[0] ?? [];
  const fields = [...new Set(columns.flatMap((column) => column.fields))];
  const ids: string[] = [];
  const versions: number[] = [];
  const written = new Map(fields.map((field) => [field, [] as string[]]));
  let last: string | null = null;
  do {
    signal?.throwIfAborted();
    const after: string | null = last;
    const rows: readonly ReadRow[] = await workspace.transaction(
      (trx) => readSome(trx, fields, after),
      { readOnly: true },
    );
    for (const { id, version, cells } of rows) {
      ids.push(id);
      versions.push(version);
      for (const [at, field] of fields.entries()) written.get(field)?.push(cells[at] ?? "");
    }
    last = rows.length < atOnce ? null : (rows.at(-1)?.id ?? null);
  } while (last !== null);
  const work = columns.map((column) => ({
    ...column,
    written: column.fields.map((field) => written.get(field) ?? []),
  }));
  return { ids, versions, sights, work: { rows: ids.length, columns: work } };
}

/** The columns that each role may be told of, once each, and first all that there are. */
export async function readSights(
  trx: WorkspaceTransaction,
): Promise<readonly (readonly ComparedColumn[])[]> {
  const object = objectNamed(await readSchema(trx), "account");
  const sights = [undefined, ...roleSchema.options].map((viewer) => columnsSeenBy(object, viewer));
  const named = new Map(sights.map((columns) => [nameOfColumns(columns), columns]));
  return [...named.values()].filter(({ length }) => length > 0);
}

interface ReadRow {
  readonly id: string;
  readonly version: number;
  readonly cells: readonly (string | null)[];
}

async function readSome(
  trx: WorkspaceTransaction,
  fields: readonly string[],
  last: string | null,
): Promise<readonly ReadRow[]> {
  const cells = fields.map((field) => sql`${sql.id(field)}::text`);
  const after = last === null ? sql`` : sql`and id > ${last}::uuid`;
  const { rows } = await sql<ReadRow>`
    select id, version, array[${sql.join(cells)}] as cells from record_account
    where deleted_at is null ${after} order by id limit ${atOnce}`.execute(trx);
  return rows;
}
