import type { Label, ListIndexes } from "@causeway/platform-contract";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { lateIndexName } from "../metadata/field-index.ts";
import { lateFields } from "../metadata/late-field-indexes.ts";
import { readSchema } from "../metadata/read-schema.ts";
import { fieldCoverage } from "./field-coverage.ts";
import { readIndexes } from "./keep-indexes.ts";
import type { ListIndex } from "./list-index.ts";
import { chooseToBuild, mostIndexes } from "./room.ts";

interface IndexFacts {
  readonly name: string;
  readonly object: string;
  readonly kind: ListIndex["kind"];
  readonly fields: string[];
  readonly sortedBy: string | null;
  readonly carried: string[];
  readonly reason: "hand" | "view" | "use";
  readonly error: Label | null;
  readonly bytes: number | null;
  readonly scans: number | null;
  readonly usedAt: Date;
  readonly builtAt: Date | null;
}

/** The indexes made on demand with their size and use as of now, and which fields have one. */
export async function describeIndexes(workspace: WorkspaceDatabase): Promise<ListIndexes> {
  const progress = await workspace.indexProgress();
  return workspace.transaction((trx) => describe(trx, progress), { readOnly: true });
}

async function describe(
  trx: WorkspaceTransaction,
  progress: ReadonlyMap<string, number>,
): Promise<ListIndexes> {
  const { rows } = await sql<IndexFacts>`
    select i.name, i.object, i.kind, i.fields, i.sorted_by as "sortedBy", i.carried, i.reason, i.error,
      pg_relation_size(s.indexrelid) as bytes, case when i.kind <> 'totals' then coalesce(s.idx_scan, 0) end as scans,
      i.used_at as "usedAt", i.built_at as "builtAt"
    from list_indexes i
    left join pg_stat_user_indexes s
      on s.schemaname = current_schema() and s.indexrelname = i.name
    order by i.object, i.created_at, i.name`.execute(trx);
  const all = await readIndexes(trx);
  const next = new Set(chooseToBuild(all).map(({ name }) => name));
  const states = new Map(all.map(({ name, state }) => [name, state]));
  const stateOf = (name: string) => {
    const state = states.get(name) ?? "wanted";
    return state === "wanted" && !next.has(name) ? ("waiting" as const) : state;
  };
  const late = new Map(
    (await lateFields(trx)).map(({ object, field }) => {
      const isBuilding = progress.has(lateIndexName(object, field));
      return [`${object}.${field.name}`, isBuilding ? ("building" as const) : ("wanted" as const)];
    }),
  );
  return {
    most: { ...mostIndexes },
    fields: [...fieldCoverage(await readSchema(trx), all, late)],
    indexes: rows.map(({ usedAt, builtAt, ...facts }) => ({
      ...facts,
      state: stateOf(facts.name),
      progress: progress.get(facts.name) ?? null,
      usedAt: builtAt === null ? null : usedAt.toISOString(),
      builtAt: builtAt?.toISOString() ?? null,
    })),
  };
}
