import type { SourceId, WorkspaceId } from "@causeway/kernel";
import type { SettingValues } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { getConnector } from "../connectors/registry.ts";
import type { WakeReading } from "../deliveries/deliveries-queue.ts";
import { storeDelivery } from "../deliveries/store-delivery.ts";
import type { TouchpointTables } from "../tables.ts";
import type { JsonObject } from "../wire/json-object.ts";
import { insertSource } from "./sources.ts";

/** The oldest source of a connector with its open settings; null where there is none. A paused one counts as `enabled: false`. */
export async function sourceOfConnector(
  trx: WorkspaceTransaction,
  connector: string,
): Promise<{
  readonly id: SourceId;
  readonly enabled: boolean;
  readonly settings: SettingValues;
} | null> {
  const row = await trx
    .$extendTables<TouchpointTables>()
    .selectFrom("sources")
    .select(["id", "enabled", "settings"])
    .where("connector", "=", connector)
    .where("deleted_at", "is", null)
    .orderBy("created_at")
    .limit(1)
    .executeTakeFirst();
  return row ? { ...row, id: row.id as SourceId } : null;
}

/**
 * Puts events that arose in the product itself where deliveries of its source wait to be read; the source is made where
 * there is none yet. They count when the transaction commits, each `messageId` once.
 */
export async function reportFromInside(
  trx: WorkspaceTransaction,
  connector: string,
  events: readonly JsonObject[],
  {
    workspace,
    wake,
    now,
  }: { readonly workspace: WorkspaceId; readonly wake: WakeReading; readonly now: Date },
): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${workspace} ${connector}`}, 0))`.execute(
    trx,
  );
  const known = await sourceOfConnector(trx, connector);
  const { label } = getConnector(connector);
  const made =
    known ??
    (await insertSource(trx, workspace, {
      ...{ name: label.zh, connector, kind: "other", history: false, settings: {} },
    }));
  await storeDelivery(trx, made.id as SourceId, {
    ...{ method: "POST", query: {}, headers: { "content-type": "application/json" } },
    ...{ body: Buffer.from(JSON.stringify(events)), receivedAt: now },
  });
  await wake(trx, workspace);
}
