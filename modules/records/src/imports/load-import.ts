import { AppError } from "@causeway/kernel";
import type { ImportRun, Locale, ParsedImportMap } from "@causeway/platform-contract";
import { importMapSchema } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { Selectable } from "kysely";
import type { Actor } from "../store/actor.ts";
import { isRecordId } from "../store/get-record.ts";
import { draftEnd, draftsEndedBefore } from "./draft-end.ts";
import { type ImportTables, importTables } from "./import-tables.ts";
import type { SourceRow } from "./rows/read-row.ts";

export type StoredImport = Selectable<ImportTables["imports"]>;

const words = {
  none: { zh: "没有这次导入", en: "There is no such import." },
  ended: {
    zh: "这个文件上传后 7 天内没有导入，已删除。请重新上传",
    en: "This file was not imported within 7 days and is gone. Upload it again.",
  },
};

/** An import, locked until the transaction ends where asked. Throws AppError("not-found"), also for drafts past their time. */
export async function loadImport(
  trx: WorkspaceTransaction,
  id: string,
  { lock = false, locale = "en" }: { readonly lock?: boolean; readonly locale?: Locale } = {},
): Promise<StoredImport> {
  const query = importTables(trx).selectFrom("imports").selectAll().where("id", "=", id);
  const found = isRecordId(id)
    ? await (lock ? query.forUpdate() : query).executeTakeFirst()
    : undefined;
  if (found === undefined) throw new AppError("not-found", words.none[locale]);
  if (isEnded(found)) throw new AppError("not-found", words.ended[locale]);
  return found;
}

/** Whether it is an uploaded file past its time; its rows may be going. */
export function isEnded({ state, created_at: createdAt }: StoredImport): boolean {
  return state === "draft" && createdAt < draftsEndedBefore(new Date());
}

/** Rows after a number, in order. */
export async function loadRows(
  trx: WorkspaceTransaction,
  id: string,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly SourceRow[]> {
  const rows = await importTables(trx)
    .selectFrom("import_rows")
    .select(["number", "line", "row", "cells"])
    .where("import_id", "=", id)
    .where("number", ">", after)
    .orderBy("number")
    .limit(limit)
    .execute();
  return rows.map(withSheetRow);
}

/** Rows of earlier versions were counted by the lines of their file alone. */
export function withSheetRow<Row extends { readonly line: number; readonly row: number | null }>(
  row: Row,
): Row & { readonly row: number } {
  return { ...row, row: row.row ?? row.line };
}

/** The map that the import runs by. */
export function mapOf(stored: StoredImport): ParsedImportMap {
  return importMapSchema.parse(stored.map);
}

/** Who imports, as histories tell it. */
export function importActor(stored: StoredImport): Actor {
  return { kind: "import", id: stored.id };
}

/** An import as the wire carries it. */
export function presentImport(stored: StoredImport, now: Date = new Date()): ImportRun {
  const { started_at: startedAt, done, row_count: rows, state } = stored;
  const elapsed = startedAt === null ? 0 : (now.getTime() - startedAt.getTime()) / 1000;
  const isRunning = (state === "running" || state === "undoing") && done > 0;
  return {
    id: stored.id,
    fileName: stored.file_name,
    object: stored.object,
    fields: stored.map === null ? [] : mapOf(stored).columns.map(({ field }) => field),
    state,
    rows,
    done,
    created: stored.created,
    updated: stored.updated,
    failed: stored.failed,
    secondsLeft: isRunning ? Math.ceil((elapsed / done) * (rows - done)) : null,
    errors: stored.errors.map(withSheetRow),
    madeFields: stored.made_fields.map(({ position: _, ...field }) => field),
    createdAt: stored.created_at.toISOString(),
    expiresAt: state === "draft" ? draftEnd(stored.created_at).toISOString() : null,
    finishedAt: stored.finished_at?.toISOString() ?? null,
  };
}
