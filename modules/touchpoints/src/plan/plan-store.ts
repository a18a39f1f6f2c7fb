import { AppError } from "@causeway/kernel";
import { type PlannedType, plannedTypeSchema } from "@causeway/platform-contract";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { sourcesChannel } from "../log/channels.ts";

/** What is done with events that are not planned: `accept`, `flag` or `quarantine`. */
export async function readUnknownRule(
  trx: WorkspaceTransaction,
): Promise<"accept" | "flag" | "quarantine"> {
  const { rows } = await sql<{ unknown: "accept" | "flag" | "quarantine" }>`
    select unknown from plan_settings`.execute(trx);
  return rows[0]?.unknown ?? "accept";
}

/** All planned types by name. */
export async function readPlannedTypes(trx: WorkspaceTransaction): Promise<readonly PlannedType[]> {
  const { rows } = await sql<Record<string, unknown>>`
    select name, tier, purpose, retention_days as "retentionDays", properties,
           on_violation as "onViolation"
    from planned_types order by name`.execute(trx);
  return rows.map((row) => plannedTypeSchema.parse(row));
}

/** Of one workspace. */
const mostTypes = 1_000;

/** Plans a type, or changes what is planned of it. Throws `AppError("too-large")` when there are too many. */
export async function savePlannedType(
  workspace: WorkspaceDatabase,
  trx: WorkspaceTransaction,
  type: PlannedType,
): Promise<void> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::float8 as count from planned_types where name <> ${type.name}`.execute(trx);
  if ((rows[0]?.count ?? 0) >= mostTypes) {
    throw new AppError("too-large", {
      zh: `计划最多包含 ${mostTypes} 个事件类型`,
      en: `A plan holds at most ${mostTypes} types`,
    });
  }
  await sql`
    insert into planned_types (name, tier, purpose, retention_days, properties, on_violation)
    values (${type.name}, ${type.tier}, ${type.purpose}, ${type.retentionDays},
            ${JSON.stringify(type.properties)}::jsonb, ${type.onViolation})
    on conflict (name) do update set tier = excluded.tier, purpose = excluded.purpose,
      retention_days = excluded.retention_days, properties = excluded.properties,
      on_violation = excluded.on_violation, changed_at = now()`.execute(trx);
  await announce(workspace, trx);
}

/** Takes a type out of the plan; its events stay. Throws `AppError("not-found")`. */
export async function dropPlannedType(
  workspace: WorkspaceDatabase,
  trx: WorkspaceTransaction,
  name: string,
): Promise<void> {
  const dropped = await sql`delete from planned_types where name = ${name}`.execute(trx);
  if (Number(dropped.numAffectedRows ?? 0n) === 0) {
    throw new AppError("not-found", {
      zh: "这个事件类型不在计划中",
      en: "This type is not planned",
    });
  }
  await announce(workspace, trx);
}

export async function saveUnknownRule(
  workspace: WorkspaceDatabase,
  trx: WorkspaceTransaction,
  unknown: "accept" | "flag" | "quarantine",
): Promise<void> {
  await sql`update plan_settings set unknown = ${unknown}`.execute(trx);
  await announce(workspace, trx);
}

async function announce(workspace: WorkspaceDatabase, trx: WorkspaceTransaction): Promise<void> {
  await sql`select pg_notify(${sourcesChannel}, ${workspace.id})`.execute(trx);
}
