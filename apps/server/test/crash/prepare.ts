import { systemClock } from "@causeway/kernel";
import { closedLeads, visitor } from "@causeway/module-agents/testing";
import { identityProjection } from "@causeway/module-identity";
import { leadGrade, runTraining } from "@causeway/module-prediction";
import { createRecords } from "@causeway/module-records";
import { catchUpProjections, createSource } from "@causeway/module-touchpoints";
import { twinProjection } from "@causeway/module-twin";
import { sql } from "kysely";
import { expect } from "vitest";
import { inNewWorkspace } from "./in-new-workspace.ts";

export const hotLeads = 30;

export interface Prepared {
  readonly workspace: string;
  readonly writeKey: string;
  readonly apiKey: string;
  /** Accounts for people to edit. */
  readonly accounts: readonly string[];
}

/** A workspace with a trained lead grade, hot leads, a mail server, a source, accounts and a key to the API. */
export function prepare(dataFolder: string, mailPort: number): Promise<Prepared> {
  return inNewWorkspace(dataFolder, async (workspace, apiKey) => {
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
    return { workspace: workspace.id, writeKey, apiKey, accounts: made.map((record) => record.id) };
  });
}
