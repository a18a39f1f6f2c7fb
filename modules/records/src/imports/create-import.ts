import { createHash } from "node:crypto";
import { setImmediate as turn } from "node:timers/promises";
import { newId } from "@causeway/kernel";
import type { FileEncoding, ImportDraft, Locale } from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { sql } from "kysely";
import { cutText } from "../search/cut-text.ts";
import type { Actor } from "../store/actor.ts";
import { dropDraft } from "./drop-draft.ts";
import { columnCounter } from "./file/column-statistics.ts";
import { readTable, type TableRow } from "./file/read-table.ts";
import { importTables } from "./import-tables.ts";
import { loadImport } from "./load-import.ts";
import { type MembersOf, memberFinder } from "./members.ts";
import { presentDraft } from "./present-draft.ts";

export interface NewImport {
  readonly fileName: string;
  readonly content: AsyncIterable<Uint8Array>;
  readonly actor: Actor;
  readonly locale: Locale;
  /** Of a workbook; without it the first sheet that has rows. */
  readonly sheet?: string | undefined;
  /** Of a text file; without it the encoding that it shows. */
  readonly encoding?: FileEncoding | undefined;
  /** The same person's draft of the same file, read otherwise; it goes. */
  readonly replaces?: string | undefined;
  /** What the rows are, where the caller knows. */
  readonly object?: string | undefined;
  /** Without it no name of an owner is known. */
  readonly membersOf?: MembersOf | undefined;
}

const batchRows = 2_000;
const rowsAtOnce = 200;

/**
 * Takes in a file: its rows are stored, nothing is imported yet. The draft says what was found and proposes how the
 * columns become fields. Throws AppError("bad-input") for what is not a table, and leaves nothing of it.
 */
export async function createImport(
  workspace: WorkspaceDatabase,
  { fileName, content, actor, locale, object, replaces, membersOf, ...wish }: NewImport,
): Promise<ImportDraft> {
  const id = newId();
  const members = memberFinder((await membersOf?.(workspace.id)) ?? []);
  const table = await readTable(content, locale, wish);
  const { separator, columns, rows } = table;
  await workspace.transaction((trx) =>
    importTables(trx)
      .insertInto("imports")
      .values({
        id,
        file_name: cutText(fileName, 200),
        encoding: "",
        separator,
        columns: "[]",
        row_count: 0,
        state: "draft",
        map: null,
        object: null,
        locale,
        actor_kind: actor.kind,
        actor_id: actor.id,
        digest: null,
        // By the clock by which it ends, which may be another than the database's.
        created_at: new Date(),
        sheet: table.sheet ?? null,
        sheets: JSON.stringify(table.sheets ?? []),
        started_at: null,
        finished_at: null,
      })
      .execute(),
  );
  // One batch is stored while the next is read.
  let storing = Promise.resolve();
  try {
    const counter = columnCounter(columns);
    const digest = createHash("sha256").update(JSON.stringify(columns));
    let count = 0;
    for await (const batch of batches(rows)) {
      for (const { cells } of batch) {
        counter.add(cells);
        digest.update(`${cells.join("\u001f")}\u001e`);
      }
      await storing;
      storing = storeRows(workspace, id, count, batch);
      storing.catch(() => undefined);
      count += batch.length;
    }
    await storing;
    const statistics = counter.result();
    const { encoding, isSure = true, readings = [] } = table.written() ?? { encoding: "xlsx" };
    const draft = await workspace.transaction(async (trx) => {
      await importTables(trx)
        .updateTable("imports")
        .set({
          columns: JSON.stringify(statistics),
          row_count: count,
          encoding,
          encoding_sure: isSure,
          readings: JSON.stringify(readings),
          digest: digest.digest("hex"),
        })
        .where("id", "=", id)
        .execute();
      return presentDraft(trx, await loadImport(trx, id, { locale }), { object, members });
    });
    if (replaces !== undefined) await dropDraft(workspace, replaces, actor);
    return draft;
  } catch (error) {
    await storing.catch(() => undefined);
    await dropDraft(workspace, id, actor);
    throw error;
  }
}

async function* batches(rows: AsyncIterable<TableRow>): AsyncGenerator<readonly TableRow[]> {
  let batch: TableRow[] = [];
  for await (const row of rows) {
    batch.push(row);
    // Reading gives way to nobody by itself: what is to be stored would not even be sent.
    if (batch.length % rowsAtOnce === 0) await turn();
    if (batch.length < batchRows) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function storeRows(
  workspace: WorkspaceDatabase,
  importId: string,
  before: number,
  rows: readonly TableRow[],
): Promise<void> {
  const numbered = rows.map((row, index) => ({ ...row, number: before + index + 1 }));
  await workspace.transaction((trx) =>
    sql`insert into import_rows (import_id, number, line, row, cells)
      select ${importId}::uuid, r.number, r.line, r.row, r.cells
      from json_to_recordset(${JSON.stringify(numbered)}::json)
        as r(number integer, line integer, row integer, cells text[])`.execute(trx),
  );
}
