import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { ImportState } from "../import-tables.ts";
import type { StoredImport } from "../load-import.ts";

/** One kind of work on an import. */
export interface ImportStep {
  readonly state: "running" | "undoing";
  readonly end: ImportState;
  /** Does the next chunk of at most so many rows; how many it were, 0 when none was left. */
  run(trx: WorkspaceTransaction, stored: StoredImport, rows: number): Promise<number>;
  /** What is done, or waited for, between two chunks and outside of their transactions. */
  between?(): Promise<void>;
  /** What is left to do between the last chunk and the end, in transactions of its own; done again after a stop. */
  settle?(): Promise<void>;
  /** Forgets what a transaction that was rolled back had found. */
  reset(): void;
}
