import type { HeatMap, HeatMapQuery, TouchpointKind } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { rebuildingSince } from "../queries/rebuilding-since.ts";
import { heatColumns } from "./heat-columns.ts";
import { heatStages } from "./heat-stages.ts";
import { chosen, columnOf, placedTouchpoints, rowOf, type Span } from "./placed-touchpoints.ts";

const dayMs = 86_400_000;

/** The last `days` up to `now`. */
export function spanOf({ days }: HeatMapQuery, now: Date): Span {
  return { from: new Date(now.getTime() - days * dayMs), to: now };
}

/** Touchpoints and people by kind or stage against time or stage, and how many visits were recognised. */
export async function readHeatMap(
  trx: WorkspaceTransaction,
  query: HeatMapQuery,
  now: Date,
): Promise<HeatMap> {
  const span = spanOf(query, now);
  const { rows: cells } = await sql<HeatMap["cells"][number]>`
    with ${placedTouchpoints(span)}
    select ${rowOf(query)} as row, ${columnOf(query)} as column, count(*)::int as touchpoints,
      count(distinct p.person)::int as people
    from placed p where ${chosen(query)} group by 1, 2`.execute(trx);
  const totals = await sql<{ touchpoints: number; people: number }>`
    with ${placedTouchpoints(span)}
    select count(*)::int as touchpoints, count(distinct p.person)::int as people
    from placed p where ${chosen(query)}`.execute(trx);
  const stages = await heatStages(trx);
  const names = stages.map(({ name }) => name);
  return {
    rebuildingSince: await rebuildingSince(trx),
    from: span.from.toISOString(),
    to: span.to.toISOString(),
    stages,
    rows: query.rows === "stage" ? names : kindsOf(cells),
    columns: [...heatColumns(query.columns, span, query.zone, names)],
    cells,
    touchpoints: totals.rows[0]?.touchpoints ?? 0,
    people: totals.rows[0]?.people ?? 0,
    recognition: await readRecognition(trx, span),
  };
}

/** The kinds that occur, the one with most touchpoints first. */
function kindsOf(cells: HeatMap["cells"]): TouchpointKind[] {
  const counts = new Map<string, number>();
  for (const { row, touchpoints } of cells) counts.set(row, (counts.get(row) ?? 0) + touchpoints);
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .map(([kind]) => kind as TouchpointKind);
}

async function readRecognition(
  trx: WorkspaceTransaction,
  span: Span,
): Promise<HeatMap["recognition"]> {
  const { rows } = await sql<HeatMap["recognition"]>`
    with ${placedTouchpoints(span)}, visits as (
      select p.known, p.account_id, p.occurred_at - lag(p.occurred_at) over (
        partition by p.profile_id order by p.occurred_at) as pause
      from placed p where p.kind = 'web')
    select count(*) filter (where known)::int as known,
      count(*) filter (where not known and account_id is not null)::int as company,
      count(*)::int as sessions
    from visits where pause is null or pause > interval '30 minutes'`.execute(trx);
  return rows[0] ?? { known: 0, company: 0, sessions: 0 };
}
