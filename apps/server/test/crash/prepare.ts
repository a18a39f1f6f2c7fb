import { systemClock, type UserId } from "@causeway/kernel";
import { closedLeads, visitor } from "@causeway/module-agents/testing";
import { identityProjection } from "@causeway/module-identity";
import { leadGrade, runTraining } from "@causeway/module-prediction";
import { createRecords } from "@causeway/module-records";
import { catchUpProjections, createSource } from "@causeway/module-touchpoints";
import { twinProjection } from "@causeway/module-twin";
import { addMember, createApiKey } from "@causeway/platform-access";
import { openDatabase } from "@causeway/platform-database";
import { sql } from "kysely";
import { expect } from "vitest";
import { allMigrations, joinModules } from "../../src/index.ts";

export const hotLeads = 30;
export const quiet = { error: () => undefined, warn: () => undefined };

export interface Prepared {
  readonly workspace: string;
  readonly writeKey: string;
  readonly apiKey: string;
  /** Accounts for people to edit. */
  readonly accounts: readonly string[];
}

/** A workspace with a trained lead grade, hot leads, a mail server, a source, accounts and a key to the API. */
export async function prepare(dataFolder: string, mailPort: number): Promise<Prepared> {
  const database = await openDatabase({ dataFolder, modules: allMigrations });
  const product = await joinModules({
    database,
    publicUrl: "http://localhost",
    log: quiet,
    works: false,
  });
  await product.jobs.start();
  try {
    const { id } = await database.createWorkspace({ name: "Kill", locale: "en" });
    const owner = await product.access.people.create({
      name: "Owner",
      email: "owner@causeway.test",
      password: "correct horse battery",
    });
    await addMember(database, id, owner.id, "owner");
    const { key: apiKey } = await createApiKey(database, {
      workspace: id,
      name: "Test",
      role: "admin",
      by: { id: owner.id as UserId, role: "owner" },
    });
    const workspace = await database.workspace(id);
    const settings = {
      host: "127.0.0.1",
      port: mailPort,
      secure: false,
      user: null,
      from: "crm@causeway.test",
    };
    await workspace.transaction((trx) =>
      sql`insert into channel_settings (channel, settings) values ('mail', ${JSON.stringify(settings)}::jsonb)`.execute(
        trx,
      ),
    );
    await closedLeads(workspace, await visitor(workspace));
    const made = await workspace.transaction(async (trx) => {
      const actor = { kind: "system", id: "test" } as const;
      await createRecords(trx, {
        object: "lead",
        actor,
        records: Array.from({ length: hotLeads }, (_, number) => ({
          values: { name: `Hot ${number}`, email: `hot${number}@kill.cn`, status: "working" },
        })),
      });
      const records = [1, 2, 3, 4].map((n) => ({ values: { name: `Edited ${n}` } }));
      return createRecords(trx, { object: "account", actor, records });
    });
    await catchUpProjections(workspace, [identityProjection, twinProjection]);
    const card = await runTraining(workspace, leadGrade, {
      clock: systemClock,
      seed: 1,
      signal: AbortSignal.timeout(240_000),
    });
    expect(card?.verdict).toBe("usable");
    const { writeKey } = await createSource(workspace, { name: "Site" });
    return { workspace: id, writeKey, apiKey, accounts: made.map((record) => record.id) };
  } finally {
    await product.jobs.stop();
    await product.close();
    await database.close();
  }
}
