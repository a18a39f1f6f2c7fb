import type { WorkspaceId } from "@causeway/kernel";
import type { Database, WorkspaceTransaction } from "@causeway/platform-database";
import { defineQueue, type Jobs } from "@causeway/platform-jobs";
import { sql } from "kysely";
import { z } from "zod";
import { convertField } from "./convert-field.ts";

/** Fields to convert; one job each, taken up again where a process ended. */
export const conversionsQueue = defineQueue({
  name: "convert-field",
  schema: z.object({ workspace: z.string(), conversion: z.uuid() }),
  policy: "exclusive",
  expireInSeconds: 4 * 3600,
});

/** Declares who converts fields. */
export function workConversions(jobs: Jobs, database: Pick<Database, "workspace">): void {
  jobs.work(conversionsQueue, async ({ data, signal }) => {
    const workspace = await database.workspace(data.workspace as WorkspaceId);
    await convertField(workspace, data.conversion, signal);
    // Aborted means unfinished: the job comes again and goes on where this one stopped.
    signal.throwIfAborted();
  });
}

/** Asks for a conversion to be done, or to be taken back; once is enough. */
export async function askForConversion(
  trx: WorkspaceTransaction,
  jobs: Pick<Jobs, "send">,
  { workspace, conversion }: { readonly workspace: string; readonly conversion: string },
): Promise<void> {
  const job = { workspace, conversion };
  await jobs.send(trx, conversionsQueue, job, { singletonKey: conversion });
}

/**
 * Asks again for every conversion that is not at its end: its job may never have been written (the process ended just
 * before), or may have been given up after too many ends of the process. Returns how many there are.
 */
export async function resumeConversions(
  trx: WorkspaceTransaction,
  jobs: Pick<Jobs, "send">,
  workspace: string,
): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select id from field_conversions where state in ('filling', 'cancelling')
    union select conversion_id from field_conversion_losses l
      join field_conversions c on c.id = l.conversion_id and c.state = 'done'`.execute(trx);
  for (const { id } of rows) await askForConversion(trx, jobs, { workspace, conversion: id });
  return rows.length;
}
