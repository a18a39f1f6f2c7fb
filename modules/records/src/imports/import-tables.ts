import type { EncodingReading, ImportRun } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { ColumnType, Generated, JSONColumnType, Kysely } from "kysely";
import type { FieldChanges } from "../store/write-entries.ts";
import type { ColumnStatistics } from "./file/column-statistics.ts";

export type ImportState = ImportRun["state"];
export type ImportError = ImportRun["errors"][number];
export type RowIssue = Omit<ImportError, "line" | "row">;

/** A field that an import added, and what became of it when the import was taken back. */
export type MadeField = ImportRun["madeFields"][number] & {
  /** Tells it from a field of the same name that was added later. */
  readonly position: number;
};

/** Imports with their rows: what the file said, and what became of it. */
export type ImportTables = {
  imports: {
    id: string;
    file_name: string;
    encoding: string;
    encoding_sure: Generated<boolean>;
    /** How a draft's first words read in each encoding; nothing is kept of them once it is started. */
    readings: ColumnType<readonly EncodingReading[], string | undefined, string>;
    separator: string;
    /** Of all rows together: the same file has the same one. */
    digest: string | null;
    /** Of a workbook: the sheet that was read, and all that could be. */
    sheet: string | null;
    sheets: ColumnType<readonly string[], string | undefined, string>;
    columns: ColumnType<readonly ColumnStatistics[], string, string>;
    row_count: number;
    state: ImportState;
    map: ColumnType<unknown, string | null, string | null>;
    object: string | null;
    locale: "zh" | "en";
    /** Last row that was worked off, counted from the first; while undoing: rows taken back. */
    done: Generated<number>;
    /** References within the file are set after all rows are there. */
    linked: Generated<number>;
    created: Generated<number>;
    updated: Generated<number>;
    failed: Generated<number>;
    errors: ColumnType<readonly ImportError[], string | undefined, string>;
    /** Fields that it added to its object; imports of earlier versions do not know theirs. */
    made_fields: ColumnType<readonly MadeField[], string | undefined, string>;
    actor_kind: string;
    actor_id: string;
    created_at: Generated<Date>;
    started_at: Date | null;
    finished_at: Date | null;
  };
  import_rows: {
    import_id: string;
    /** Counts rows from 1 without gaps; the line of the file may run ahead of it. */
    number: number;
    line: number;
    /** As a spreadsheet counts: the head of the file is row 1. Files of earlier versions have none. */
    row: number | null;
    cells: readonly string[];
    action: "create" | "update" | "skip" | "error" | null;
    record_id: string | null;
    /** The record's version after the import. */
    version: number | null;
    changes: JSONColumnType<FieldChanges> | null;
    /** Why it was not taken, or not whole. */
    issues: JSONColumnType<readonly RowIssue[]> | null;
  };
};

export function importTables(trx: WorkspaceTransaction): Kysely<ImportTables> {
  return trx.$extendTables<ImportTables>();
}
