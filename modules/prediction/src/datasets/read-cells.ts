import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { BoundDefinition } from "../definitions/bind-definition.ts";
import type { Cells } from "./columns.ts";
import type { Case, Cell } from "./feature.ts";

/** The cells of cases, each as it was known at its moment; columns in the order of `bound.features`. */
export async function readCells(
  trx: WorkspaceTransaction,
  bound: BoundDefinition,
  cases: readonly Case[],
): Promise<Cells> {
  const rows: Cell[][] = cases.map(() => []);
  for (const source of bound.sources) {
    const read = await source.read(trx, cases);
    for (const [place, cells] of read.entries()) rows[place]?.push(...cells);
  }
  return rows;
}
