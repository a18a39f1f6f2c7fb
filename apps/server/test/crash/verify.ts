import { identityProjection } from "@causeway/module-identity";
import { catchUpProjections, resetProjection } from "@causeway/module-touchpoints";
import { twinProjection } from "@causeway/module-twin";
import { openDatabase, type WorkspaceDatabase } from "@causeway/platform-database";
import { readContents } from "@causeway/platform-database/testing";
import { sql } from "kysely";
import { expect } from "vitest";
import { allMigrations } from "../../src/index.ts";
import { type Acknowledged, importRows } from "./load.ts";
import type { Prepared } from "./prepare.ts";

export interface Verified {
  readonly events: number;
  readonly edits: number;
  readonly imports: number;
  readonly undone: number;
  readonly runs: number;
  readonly mails: number;
  /** Messages whose end nobody knows: a person decides. */
  readonly uncertain: number;
}

/**
 * Waits until the server has worked off what it has, then holds the data against what clients were told: events once,
 * edits whole and once, imports whole or taken back, one task and one message for each run, no mail twice.
 */
export async function verifyAcknowledged(
  dataFolder: string,
  { workspace: id }: Pick<Prepared, "workspace">,
  acknowledged: Acknowledged,
  messageIds: readonly string[],
): Promise<Verified> {
  const database = await openDatabase({ dataFolder, modules: allMigrations, poolSize: 4 });
  try {
    const workspace = await database.workspace(id as never);
    await untilIdle(workspace);
    const events = await verifyEvents(workspace, acknowledged.events);
    const edits = await verifyEdits(workspace, acknowledged.edits);
    const imports = await verifyImports(workspace, acknowledged.imports);
    return { events, edits, ...imports, ...(await verifyRuns(workspace, messageIds)) };
  } finally {
    await database.close();
  }
}

export async function rowsOf<Row>(
  workspace: WorkspaceDatabase,
  text: string,
): Promise<readonly Row[]> {
  return (await workspace.transaction((trx) => sql.raw<Row>(text).execute(trx))).rows;
}

/** Nothing waits any more: events for projections, runs, messages, imports. */
export async function untilIdle(workspace: WorkspaceDatabase): Promise<void> {
  const waiting = () =>
    rowsOf<{ kind: string; what: string }>(
      workspace,
      `select 'projection' as kind, name as what from projections p
         where exists (select 1 from events where (tx_id, id) > (p.tx_id, p.event_id))
       union all select 'run', state from runs where state in ('running', 'waiting')
       union all select 'message', state from outbox where state in ('pending', 'sending')
       union all select 'import', state from imports where state in ('queued', 'running', 'undoing')`,
    ).catch((error: unknown) => [String(error)]);
  await expect.poll(waiting, { timeout: 400_000, interval: 1_000 }).toEqual([]);
}

async function verifyEvents(
  workspace: WorkspaceDatabase,
  acknowledged: readonly string[],
): Promise<number> {
  const stored = await rowsOf<{ id: string; count: number }>(
    workspace,
    "select message_id as id, count(*)::int as count from events group by 1",
  );
  const counts = new Map(stored.map(({ id, count }) => [id, count]));
  expect(acknowledged.filter((id) => counts.get(id) !== 1)).toEqual([]);
  expect(stored.filter(({ count }) => count !== 1)).toEqual([]);
  const [twin] = await rowsOf<{ marks: number; pages: number }>(
    workspace,
    "select (select count(*)::int from touchpoints) as marks, (select count(*)::int from events where type = 'page') as pages",
  );
  expect(twin?.marks).toBe(twin?.pages);
  return acknowledged.length;
}

async function verifyEdits(
  workspace: WorkspaceDatabase,
  acknowledged: ReadonlyMap<string, readonly number[]>,
): Promise<number> {
  let count = 0;
  for (const [id, numbers] of acknowledged) {
    const history = await rowsOf<{ version: number; changes: string }>(
      workspace,
      `select version, changes::text from record_changes where record_id = '${id}' order by id`,
    );
    // Made first, then each edit in both of its fields, once, in order; the last may not have been acknowledged.
    const edited = history.slice(1).map(({ changes }) => numbersIn(changes));
    expect(edited).toEqual(edited.map((_, index) => [index + 1, index + 1]));
    expect(edited.slice(0, numbers.length).map(([city]) => city)).toEqual(numbers);
    const [record] = await rowsOf<{ version: number; city: string; region: string }>(
      workspace,
      `select version, city, region from record_account where id = '${id}'`,
    );
    expect(record?.version).toBe(history.length);
    expect(record?.region?.replace("region", "city")).toBe(record?.city);
    count += numbers.length;
  }
  return count;
}

/** The new numbers of city and region in a change, which also holds the old ones. */
function numbersIn(changes: string): readonly number[] {
  return ["city", "region"].map((field) =>
    Math.max(
      ...[...changes.matchAll(new RegExp(`${field} (\\d+)`, "g"))].map(([, n]) => Number(n)),
    ),
  );
}

async function verifyImports(
  workspace: WorkspaceDatabase,
  seen: Acknowledged["imports"],
): Promise<Pick<Verified, "imports" | "undone">> {
  const stored = await rowsOf<{ id: string; name: string; state: string; records: number }>(
    workspace,
    `select i.id, i.file_name as name, i.state,
       (select count(*)::int from record_account a where starts_with(a.name, i.file_name || ' row ')
          and a.deleted_at is null) as records
     from imports i where i.state <> 'draft'`,
  );
  const states = new Map(stored.map(({ id, state }) => [id, state]));
  expect(seen.map(({ id }) => states.get(id))).toEqual(seen.map(({ state }) => state));
  for (const { state, records, name } of stored) {
    expect({ name, state, records }).toEqual({
      name,
      state: expect.stringMatching(/^(done|undone)$/),
      records: state === "done" ? importRows : 0,
    });
  }
  const count = (state: string) => stored.filter((run) => run.state === state).length;
  return { imports: count("done"), undone: count("undone") };
}

async function verifyRuns(
  workspace: WorkspaceDatabase,
  messageIds: readonly string[],
): Promise<Pick<Verified, "runs" | "mails" | "uncertain">> {
  const runs = await rowsOf<{ tasks: number; mails: number; sent: number; uncertain: number }>(
    workspace,
    `select r.id, r.state,
         (select count(*)::int from record_task t where t.agent_run = r.id::text) as tasks,
         (select count(*)::int from outbox o where o.run_id = r.id) as mails,
         (select count(*)::int from outbox o where o.run_id = r.id and o.state = 'sent') as sent,
         (select count(*)::int from outbox o where o.run_id = r.id and o.state = 'uncertain') as uncertain
       from runs r where r.kind = 'agent:follow-up'`,
  );
  for (const run of runs) expect(run).toMatchObject({ state: "done", tasks: 1, mails: 1 });
  expect(new Set(messageIds).size).toBe(messageIds.length);
  const sum = (key: "sent" | "uncertain") => runs.reduce((total, run) => total + run[key], 0);
  expect(messageIds.length).toBeGreaterThanOrEqual(sum("sent"));
  return { runs: runs.length, mails: sum("sent"), uncertain: sum("uncertain") };
}

/** Computes identity and twin again from the log and expects the tables that the interrupted server has made. */
export async function verifyRebuild(
  dataFolder: string,
  { workspace: id }: Pick<Prepared, "workspace">,
): Promise<void> {
  const projections = [identityProjection, twinProjection];
  const database = await openDatabase({ dataFolder, modules: allMigrations, poolSize: 4 });
  try {
    const workspace = await database.workspace(id as never);
    const grown = await projectedTables(dataFolder);
    expect(Object.keys(grown).length).toBeGreaterThan(5);
    await resetProjection(workspace, projections, "identity");
    await catchUpProjections(workspace, projections);
    expect(await projectedTables(dataFolder)).toEqual(grown);
  } finally {
    await database.close();
  }
}

/** Rows and checksums of the tables that projections alone fill. */
export async function projectedTables(
  dataFolder: string,
): Promise<Readonly<Record<string, string>>> {
  const { tables } = await readContents({ dataFolder });
  return Object.fromEntries(
    Object.entries(tables).filter(([name]) =>
      /\.(profiles|identifiers|event_profiles|touchpoints|touchpoint_days|profile_.*|page_stays)$/.test(
        name,
      ),
    ),
  );
}
