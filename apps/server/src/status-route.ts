import type { Clock } from "@causeway/kernel";
import { type EventWriter, type Flow, projectionStatus } from "@causeway/module-touchpoints";
import { statusSchema, type WorkspaceStatus } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { defineRoute, type Route, roleReaches } from "@causeway/platform-http";
import { sql } from "kysely";
import { type BackupState, isBackupOverdue } from "./backup-state.ts";

export interface StatusOptions {
  /** What this process has in hand. */
  readonly flowOf: EventWriter["flowOf"];
  readonly readBackups: () => BackupState | undefined;
  readonly clock: Clock;
}

/** GET /api/w/:workspace/status. */
export function statusRoute({ flowOf, readBackups, clock }: StatusOptions): Route {
  return defineRoute({
    method: "GET",
    path: "/api/w/:workspace/status",
    summary: "How fresh everything is, and what comes in",
    tags: ["server"],
    access: { kind: "workspace", role: "member" },
    response: statusSchema,
    handle: async ({ workspace, member }) => {
      const status = await workspace.transaction((trx) => readStatus(trx, flowOf(workspace.id)), {
        readOnly: true,
      });
      const backups = readBackups();
      return {
        ...status,
        backup: backups ? presentBackup(backups, clock(), roleReaches(member.role, "admin")) : null,
      };
    },
  });
}

/** Paths of the machine are for those who look after it. */
function presentBackup(
  state: BackupState,
  now: Date,
  isAdmin: boolean,
): NonNullable<WorkspaceStatus["backup"]> {
  const { everySeconds, last, lastGood } = state;
  return {
    takenAt: lastGood?.startedAt ?? null,
    bytes: lastGood?.bytes ?? null,
    everySeconds,
    isOverdue: isBackupOverdue(state, now),
    failedAt: last.error === null ? null : last.startedAt,
    file: isAdmin ? (lastGood?.file ?? null) : null,
    failure: isAdmin ? last.error : null,
  };
}

async function readStatus(
  trx: WorkspaceTransaction,
  flow: Flow,
): Promise<Omit<WorkspaceStatus, "backup">> {
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
    projections: projections.map(({ name, behind, lagSeconds, rebuildingSince, error }) => ({
      name,
      behind,
      lagSeconds,
      rebuildingSince: rebuildingSince?.toISOString() ?? null,
      isFailing: error !== null,
    })),
    ingestion: { ...flow, hours: await lastHours(trx) },
    events: events < exactUpTo ? events : await estimatedEvents(trx),
    dataAsOf: row?.dataAsOf?.toISOString() ?? null,
    agentsRunning: row?.agentsRunning ?? 0,
  };
}

async function lastHours(
  trx: WorkspaceTransaction,
): Promise<WorkspaceStatus["ingestion"]["hours"]> {
  const { rows } = await sql<{
    hour: Date;
    accepted: number;
    duplicates: number;
    rejected: number;
  }>`
    select h.hour, coalesce(sum(s.accepted), 0)::bigint as accepted,
           coalesce(sum(s.duplicates), 0)::bigint as duplicates,
           coalesce(sum(s.rejected), 0)::bigint as rejected
    from generate_series(date_trunc('hour', now()) - interval '23 hours', now(), interval '1 hour')
      as h(hour)
    left join source_hours s on s.hour = h.hour
    group by h.hour order by h.hour`.execute(trx);
  return rows.map(({ hour, ...counts }) => ({ hour: hour.toISOString(), ...counts }));
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
