import type { SourceId } from "@causeway/kernel";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { RawDelivery } from "../connectors/connector.ts";
import type { TouchpointTables } from "../tables.ts";

/** Writes a delivery down as it came; it is read later. */
export async function storeDelivery(
  trx: WorkspaceTransaction,
  source: SourceId,
  delivery: RawDelivery,
): Promise<void> {
  await trx
    .$extendTables<TouchpointTables>()
    .insertInto("raw_deliveries")
    .values({
      source_id: source,
      received_at: delivery.receivedAt,
      method: delivery.method,
      query: JSON.stringify(delivery.query),
      headers: JSON.stringify(delivery.headers),
      body: delivery.body,
    })
    .execute();
}
