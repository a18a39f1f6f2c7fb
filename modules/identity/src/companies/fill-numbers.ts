import type { WorkspaceId } from "@causeway/kernel";
import {
  currentWorkspace,
  type Database,
  retryConflicts,
  type WorkspaceDatabase,
  type WorkspaceTransaction,
} from "@causeway/platform-database";
import { defineQueue, type Jobs } from "@causeway/platform-jobs";
import { sql } from "kysely";
import { z } from "zod";
import { readRules } from "../rules/rule-store.ts";
import { type NumberSource, numberSources } from "./number-sources.ts";
import { readNumbered, replaceNumbers } from "./settle-numbers.ts";

/** Looks for the numbers of all records anew, after the rules about them changed. */
export const numbersQueue = defineQueue({
  name: "company-numbers",
  schema: z.object({ workspace: z.string() }),
  policy: "short",
});

/** Asks for the look, in the caller's transaction. */
export async function requestNumbers(
  trx: WorkspaceTransaction,
  jobs: Pick<Jobs, "send">,
): Promise<void> {
  const workspace = await currentWorkspace(trx);
  await jobs.send(trx, numbersQueue, { workspace }, { singletonKey: workspace });
}

/** Registers the handler of `numbersQueue`; before the jobs start. */
export function workNumbers({
  database,
  jobs,
}: {
  readonly database: Pick<Database, "workspace">;
  readonly jobs: Jobs;
}): void {
  jobs.work(numbersQueue, async ({ data, signal }) => {
    await fillNumbers(await database.workspace(data.workspace as WorkspaceId), signal);
  });
}

const pageSize = 1_000;

interface FillPage {
  readonly after: string | null;
  /** Of the rules; under others the page is left out. */
  readonly version: number;
}

/**
 * Brings `record_numbers` to what the rules in force say, page by page; other rules saved meanwhile ask for another look.
 */
export async function fillNumbers(
  workspace: WorkspaceDatabase,
  signal?: AbortSignal,
): Promise<void> {
  const { version, sources } = await workspace.transaction(async (trx) => {
    const { version: current, rules } = await readRules(trx);
    return { version: current, sources: await numberSources(trx, rules.companyNumbers) };
  });
  await dropOthers(workspace, sources, signal);
  for (const source of sources) {
    let after: string | null = null;
    do {
      if (signal?.aborted) return;
      const page: FillPage = { after, version };
      after = await retryConflicts(() => fillPage(workspace, source, page));
    } while (after !== null);
  }
}

/** Returns the last id of the page; null at the end, or when other rules hold. */
async function fillPage(
  workspace: WorkspaceDatabase,
  source: NumberSource,
  { after, version }: FillPage,
): Promise<string | null> {
  return workspace.transaction(async (trx) => {
    if ((await readRules(trx)).version !== version) return null;
    const beyond = after === null ? sql`true` : sql`r.id > ${after}::uuid`;
    // Whoever changes one of these meanwhile is waited for, or waits.
    const records = await readNumbered(trx, source, beyond, sql`limit ${pageSize} for share of r`);
    const ids = records.map(({ id }) => id);
    await replaceNumbers(trx, source, ids, records);
    return records.length < pageSize ? null : (ids.at(-1) ?? null);
  });
}

/** Takes away what no rule asks for any more. */
async function dropOthers(
  workspace: WorkspaceDatabase,
  sources: readonly NumberSource[],
  signal?: AbortSignal,
): Promise<void> {
  const wanted = sources.flatMap(({ object, fields }) =>
    fields.map(({ kind }) => ({ object, kind })),
  );
  for (let dropped = 1; dropped > 0 && !signal?.aborted; ) {
    dropped = await workspace.transaction(async (trx) => {
      const { rows } = await sql`delete from record_numbers where ctid = any(array(
        select ctid from record_numbers n where not exists (
          select 1 from unnest(${wanted.map(({ object }) => object)}::text[],
            ${wanted.map(({ kind }) => kind)}::text[]) as w(object, kind)
          where w.object = n.object and w.kind = n.kind)
        limit ${pageSize * 10})) returning 1`.execute(trx);
      return rows.length;
    });
  }
}
