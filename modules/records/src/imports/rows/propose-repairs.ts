import type { ImportPreview } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { recordTable } from "../../store/record-table.ts";
import type { ColumnPlan, ImportPlan } from "./import-plan.ts";
import { nearest } from "./similarity.ts";

export type Repair = ImportPreview["repairs"][number];

/** Texts that lead nowhere, with the number of rows, by column. */
export type Misses = ReadonlyMap<ColumnPlan, ReadonlyMap<string, number>>;

const mostMisses = 100;
const mostCandidates = 5_000;
const leastAlike = 0.7;
/** Text with suggestions may say anything: only what is almost a suggestion is taken for a slip. */
const leastAlikeSuggestion = 0.8;

/** For every text that leads nowhere the existing value most like it, if there is one; the most frequent first. */
export async function proposeRepairs(
  trx: WorkspaceTransaction,
  plan: ImportPlan,
  misses: Misses,
  exists: (object: string) => boolean,
): Promise<Repair[]> {
  const repairs: Repair[] = [];
  for (const [column, texts] of misses) {
    const candidates = await candidatesFor(trx, plan, column, exists);
    const isSuggestion = column.field.type === "text";
    const frequent = [...texts].sort((left, right) => right[1] - left[1]).slice(0, mostMisses);
    for (const [from, rows] of frequent) {
      const best = nearest(from, candidates, isSuggestion ? leastAlikeSuggestion : leastAlike);
      if (best === undefined && isSuggestion) continue;
      const to = best?.text ?? null;
      repairs.push({ column: column.column, from, to, rows, similarity: best?.similarity ?? 0 });
    }
  }
  return repairs.sort((left, right) => right.rows - left.rows);
}

async function candidatesFor(
  trx: WorkspaceTransaction,
  plan: ImportPlan,
  { field, isMember, lookup }: ColumnPlan,
  exists: (object: string) => boolean,
): Promise<readonly string[]> {
  if (isMember) return plan.members.names;
  if (lookup === undefined) {
    return field.options.flatMap(({ value, label }) =>
      // Suggestions are kept as values; choices read best in the reader's language.
      field.type === "text" ? [value] : [label[plan.locale], label.zh, label.en, value],
    );
  }
  if (!exists(lookup.target.name)) return [];
  const column = sql.id(lookup.match.name);
  const found = await sql<{ readonly value: string }>`
    select distinct ${column} as value from ${recordTable(lookup.target.name)}
    where ${column} is not null and deleted_at is null limit ${mostCandidates}`.execute(trx);
  return found.rows.map(({ value }) => value);
}
