import type { Label, Values } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { ResolvedRow } from "./resolve-rows.ts";

/** What rows of a file are about to become. */
export interface ScreenedRows {
  readonly object: string;
  /** The values of each row; of one that changes a record, those that it brings. */
  readonly rows: readonly Values[];
}

/** Says of each row why it is not taken in; null for those that are. */
export type RowScreen = (
  trx: WorkspaceTransaction,
  rows: ScreenedRows,
) => Promise<readonly (Label | null)[]>;

const screens = new Set<RowScreen>();

/** Registers a screen for every workspace; the composition root does so at start. Returns how to take it back. */
export function onImportRows(screen: RowScreen): () => void {
  screens.add(screen);
  return () => {
    screens.delete(screen);
  };
}

/**
 * Rows that a screen refuses become wrong ones with its reason, and their cells are not kept: the others of their set are
 * imported all the same.
 */
export async function screenRows(
  trx: WorkspaceTransaction,
  object: string,
  resolved: readonly ResolvedRow[],
): Promise<readonly ResolvedRow[]> {
  let rows = resolved;
  for (const screen of screens) {
    const reasons = await screen(trx, { object, rows: rows.map(({ values }) => values) });
    rows = rows.map((row, at): ResolvedRow => {
      const message = reasons[at] ?? null;
      if (message === null) return row;
      if (row.action === "error") return { ...row, isForgotten: true };
      const issues = [...row.issues, { column: "", message }];
      return { ...row, action: "error", issues, isForgotten: true };
    });
  }
  return rows;
}
