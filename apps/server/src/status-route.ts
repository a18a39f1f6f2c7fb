import { projectionStatus } from "@causeway/module-touchpoints";
import { statusSchema, type WorkspaceStatus } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { defineRoute } from "@causeway/platform-http";
import { sql } from "kysely";

export const statusRoute = defineRoute({
  method: "GET",
  path: "/api/w/:workspace/status",
  summary: "How fresh everything is",
  tags: ["server"],
  access: { kind: "workspace", role: "member" },
  response: statusSchema,
  handle: ({ workspace }) => workspace.transaction(readStatus, { readOnly: true }),
});

async function readStatus(trx: WorkspaceTransaction): Promise<WorkspaceStatus> {
  const projections = await projectionStatus(trx);
  const { rows } = await sql<{ events: number; dataAsOf: Date | null; agentsRunning: number }>`
    select
      (select count(*) from (select 1 from events limit ${exactUpTo}) few) as events,
      (select max(received_at) from events
        where id > (select coalesce(max(id), 0) - ${recent} from events)) as "dataAsOf",
      (select count(*) from runs where state = 'running') as "agentsRunning"`.execute(trx);
  const [row] = rows;
  const events = row?.events ?? 0;
  return {
    projections: projections.map(({ name, behind, lagSeconds }) => ({ name, behind, lagSeconds })),
    events: events < exactUpTo ? events : await estimatedEvents(trx),
    dataAsOf: row?.dataAsOf?.toISOString() ?? null,
    agentsRunning: row?.agentsRunning ?? 0,
  };
}

/** Above this, PostgreSQL's own estimate is near enough, and a count would take longer than the page. */
const exactUpTo = 100_000;
const recent = 1_000;

async function estimatedEvents(trx: WorkspaceTransaction): Promise<number> {
  const { rows } = await sql<{ events: number }>`
    select coalesce(sum(greatest(c.reltuples, 0)), 0)::bigint as events
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'events'::regclass`.execute(trx);
  return Math.max(exactUpTo, rows[0]?.events ?? 0);
}
