import { readSchema } from "@causeway/module-records";
import { type ErasureProgress, erasureStages, type Label } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { tableLabel } from "../export/table-words.ts";
import type { ErasureCounts } from "./erasure-tables.ts";

interface OpenErasure {
  readonly id: string;
  readonly step: string | null;
  readonly counts: ErasureCounts;
}

interface StoreRow {
  readonly erasure: string;
  readonly store: string;
  readonly pages: number;
  readonly searched: number;
  readonly is_searched: boolean;
  readonly checked: number;
  readonly is_checked: boolean;
}

/** How far erasures are that are not done. */
export async function readProgress(
  trx: WorkspaceTransaction,
  open: readonly OpenErasure[],
): Promise<ReadonlyMap<string, ErasureProgress>> {
  if (open.length === 0) return new Map();
  const ids = open.map(({ id }) => id);
  const { rows } =
    await sql<StoreRow>`select erasure_id as erasure, store, pages, searched, checked, is_checked,
      searched_words is not null as is_searched
    from erasure_stores where erasure_id = any(${ids}::uuid[]) order by pages desc, store`.execute(
      trx,
    );
  const before = await sql<{
    id: string;
    ahead: number;
  }>`select e.id, (select count(*)::int from erasures o
      where o.state <> 'done' and (o.requested_at, o.id) < (e.requested_at, e.id)) as ahead
    from erasures e where e.id = any(${ids}::uuid[])`.execute(trx);
  const ahead = new Map(before.rows.map((row) => [row.id, row.ahead]));
  const labels = await objectLabels(trx);
  return new Map(
    open.map((erasure) => {
      const own = rows.filter((row) => row.erasure === erasure.id);
      const stage = erasureStages.find((each) => each === erasure.step) ?? null;
      const progress = {
        stage,
        ahead: ahead.get(erasure.id) ?? 0,
        pages: {
          done: sum(own, ({ searched, checked }) => Number(searched) + Number(checked)),
          total: sum(own, ({ pages }) => 2 * Number(pages)),
        },
        stores: own.map((row) => ({
          store: row.store,
          label: labels.get(row.store) ?? tableLabel(row.store),
          state: stateOf(row, stage),
          ...(erasure.counts[row.store] ?? { deleted: 0, changed: 0 }),
        })),
      };
      return [erasure.id, progress] as const;
    }),
  );
}

function stateOf(
  row: StoreRow,
  stage: ErasureProgress["stage"],
): ErasureProgress["stores"][number]["state"] {
  if (row.is_checked) return "checked";
  if (stage === "check" && Number(row.checked) > 0) return "checking";
  if (row.is_searched) return "searched";
  return Number(row.searched) > 0 ? "searching" : "waiting";
}

function sum(rows: readonly StoreRow[], of: (row: StoreRow) => number): number {
  return rows.reduce((total, row) => total + of(row), 0);
}

async function objectLabels(trx: WorkspaceTransaction): Promise<ReadonlyMap<string, Label>> {
  const { objects } = await readSchema(trx);
  return new Map(objects.map(({ name, label }) => [`record_${name}`, label]));
}
