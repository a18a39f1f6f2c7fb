import { AppError, type SourceId } from "@causeway/kernel";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import type { RawDelivery } from "../connectors/connector.ts";
import { readConnection } from "../sources/connection.ts";
import type { ParsedEvent } from "../wire/parse-event.ts";
import { insertDeadLetters } from "./insert-dead-letters.ts";
import type { ReadingDependencies } from "./process-deliveries.ts";
import { lettersOf, type ReadingFailure, readDelivery } from "./read-delivery.ts";
import { writeInParts } from "./write-in-parts.ts";

/**
 * Takes many deliveries of the past at once, in their order: each is proven on its raw bytes and read by the source's kind
 * as if it had come to its address, and what it says is durable when this resolves. Given again, it counts once. What cannot
 * be read becomes a dead letter. Returns how many events were read. Throws `AppError`: "unauthenticated" for a delivery
 * that does not prove its sender, "not-found" for a source that is gone, what `EventWriter.write` throws.
 */
export async function takeDeliveries(
  workspace: WorkspaceDatabase,
  source: SourceId,
  deliveries: readonly RawDelivery[],
  { writer, secrets, plans }: ReadingDependencies,
): Promise<number> {
  if (deliveries.length === 0) return 0;
  const connection = await workspace.transaction((trx) => readConnection(trx, source, secrets), {
    readOnly: true,
  });
  const plan = (await plans?.find(workspace)) ?? null;
  const events: ParsedEvent[] = [];
  const failures: { readonly failed: ReadingFailure; readonly delivery: RawDelivery }[] = [];
  for (const delivery of deliveries) {
    const verdict = await connection.kind.verify?.(delivery, connection.settings);
    if (verdict?.kind === "refused") throw new AppError("unauthenticated", verdict.reason);
    const { accepted, refused } = await readDelivery(connection, delivery, plan);
    events.push(...accepted);
    failures.push(...refused.map((failed) => ({ failed, delivery })));
  }
  await writeInParts(writer, workspace, source, events);
  if (failures.length > 0) {
    const letters = failures.flatMap(({ failed, delivery }) =>
      lettersOf([{ ...failed, item: failed.item ?? delivery.body.toString("utf8") }], delivery),
    );
    await workspace.transaction((trx) => insertDeadLetters(trx, source, letters));
  }
  return events.length;
}
