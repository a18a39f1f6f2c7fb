import { affectedProfiles, type RecordReference, wholePerson } from "@causeway/module-identity";
import { bury, type TombstoneKey } from "@causeway/platform-audit";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { keepPerson, readKeptPerson } from "../person/kept-person.ts";

/** How often it is looked whether the projections have come to what was in the log when the erasure began. */
const pauseMs = 200;
/** Projections that stand still for longer are not waited for: what comes later is found by the words. */
const longestStillMs = 120_000;

/** The end of the log. */
export interface LogEnd {
  readonly tx: string;
  readonly id: string;
}

/**
 * Waits until what had been stored before the tombstones is assigned to people (also by a replay that has just begun),
 * then looks again who belongs to the person: events on their way, and records written meanwhile, are erased with the
 * rest. Returns the end of the log that it waited for; null where there is nothing to wait for, or projections stand
 * still.
 */
export async function findLateEvents(
  workspace: WorkspaceDatabase,
  erasure: string,
  key: TombstoneKey,
  signal: AbortSignal,
): Promise<LogEnd | null> {
  const goal = await untilAssigned(workspace, signal);
  await workspace.transaction((trx) => lookWhoItIs(trx, erasure, key));
  return goal;
}

async function untilAssigned(
  workspace: WorkspaceDatabase,
  signal: AbortSignal,
): Promise<LogEnd | null> {
  const goal = await workspace.transaction(lastEvent, { readOnly: true });
  let place = "";
  for (let stillMs = 0; goal !== null && stillMs < longestStillMs; stillMs += pauseMs) {
    signal.throwIfAborted();
    const behind = await workspace.transaction((trx) => placeBehind(trx, goal), { readOnly: true });
    if (behind === null) return goal;
    if (behind !== place) stillMs = 0;
    place = behind;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  return null;
}

/**
 * Looks again who belongs to the person of an erasure, from all that is known of them: a replay gives a person who has
 * lost their first events another profile, and who is asked for during a replay is known by their records only. What is
 * found by now is kept out from now on. Says whether anything was added.
 */
export async function lookWhoItIs(
  trx: WorkspaceTransaction,
  erasure: string,
  key: TombstoneKey,
): Promise<boolean> {
  const kept = await readKeptPerson(trx, erasure);
  const starts: readonly RecordReference[] = [
    ...[...new Set([...kept.profiles, ...(await profilesNamed(trx, kept))])].map((id) => ({
      object: "profile",
      id,
    })),
    ...kept.records.filter(({ object }) => object === "contact" || object === "lead"),
  ];
  for (const start of starts.slice(0, mostStarts)) {
    const whole = await wholePerson(trx, start);
    const words = whole.identifiers
      .map(({ value }) => value)
      .filter((value) => !kept.records.some(({ id }) => id === value));
    await keepPerson(trx, erasure, { ...kept, ...whole, words });
  }
  const found = await readKeptPerson(trx, erasure);
  const known = new Set(kept.identifiers.map(key.of));
  const fresh = found.identifiers.filter((each) => !known.has(key.of(each)));
  if (fresh.length > 0) await bury(trx, key, erasure, { identifiers: fresh, names: [] });
  const own = new Set(found.profiles);
  const others = ((await affectedProfiles(trx, found.profiles)) ?? []).filter((id) => !own.has(id));
  await keepPerson(trx, erasure, { ...found, neighbours: others });
  return (
    found.profiles.length > kept.profiles.length ||
    found.records.length > kept.records.length ||
    fresh.length > 0
  );
}

const mostStarts = 200;

async function profilesNamed(
  trx: WorkspaceTransaction,
  { identifiers }: Pick<Awaited<ReturnType<typeof readKeptPerson>>, "identifiers">,
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct i.profile_id::text as id from identifiers i
    join unnest(${identifiers.map(({ kind }) => kind)}::text[], ${identifiers.map(({ value }) => value)}::text[])
      as n(kind, value) on n.kind = i.kind and n.value = i.value
    where not i.shared order by 1`.execute(trx);
  return rows.map(({ id }) => id);
}

async function lastEvent(trx: WorkspaceTransaction): Promise<LogEnd | null> {
  const { rows } = await sql<LogEnd>`select tx_id::text as tx, id::text from events e
    order by e.tx_id desc, e.id desc limit 1`.execute(trx);
  return rows[0] ?? null;
}

/** Where the projections stand that have events before them up to the goal; null when none has. */
async function placeBehind(trx: WorkspaceTransaction, goal: LogEnd): Promise<string | null> {
  const { rows } = await sql<{ place: string | null }>`
    select string_agg(p.name || ' ' || p.tx_id || ' ' || p.event_id, ',' order by p.name) as place
    from projections p where exists (select 1 from events e
      where (e.tx_id, e.id) > (p.tx_id, p.event_id)
        and (e.tx_id, e.id) <= (${goal.tx}::xid8, ${goal.id}::bigint))`.execute(trx);
  return rows[0]?.place ?? null;
}

/** Whether all projections have come to a place in the log. */
export async function isAssigned(trx: WorkspaceTransaction, goal: LogEnd): Promise<boolean> {
  return (await placeBehind(trx, goal)) === null;
}
