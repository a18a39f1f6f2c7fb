import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";

/** A clock that is years wrong must not move the start: this part of all touchpoints may lie before it. */
const strayShare = 0.001;

/**
 * Since when it is seen what customers do, in milliseconds since 1970: the first day that is no stray. Before it nobody
 * knows whether a customer was quiet. Undefined where no touchpoint has come in.
 */
export async function historyStartMs(trx: WorkspaceTransaction): Promise<number | undefined> {
  const { rows } = await sql<{ day: string | null }>`
    select to_char(min(day), 'YYYY-MM-DD') as day from (
      select day, sum(sum(count)) over (order by day) as until, sum(sum(count)) over () as total
      from touchpoint_days group by day) days
    where until > ${strayShare} * total`.execute(trx);
  const day = rows[0]?.day ?? null;
  return day === null ? undefined : Date.parse(`${day}T00:00:00Z`);
}
