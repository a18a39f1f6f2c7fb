import { retryConflicts, sqlState, type WorkspaceDatabase } from "@causeway/platform-database";
import { type Delivery, insertDeliveries, type Turn } from "./insert-events.ts";

/**
 * Writes deliveries in one transaction. Should PostgreSQL refuse a value that passed the checks, only that event is
 * refused, not all that share the transaction.
 */
export async function commitDeliveries(
  workspace: WorkspaceDatabase,
  deliveries: readonly Delivery[],
  turn: Turn,
): Promise<void> {
  try {
    await retryConflicts(() => insertDeliveries(workspace, deliveries, turn));
  } catch (error) {
    if (!isDataError(error)) throw error;
    const own = { turn: turn.turn };
    const single = deliveries.flatMap(oneEventEach);
    const [first] = single;
    if (first === undefined) throw error;
    if (single.length === 1) return insertDeliveries(workspace, [refused(first)], own);
    const middle = single.length >> 1;
    await commitDeliveries(workspace, single.slice(0, middle), own);
    await commitDeliveries(workspace, single.slice(middle), own);
  }
}

function oneEventEach(delivery: Delivery): readonly Delivery[] {
  const parts = delivery.events.map((event) => ({ ...delivery, events: [event], rejected: [] }));
  return delivery.rejected.length === 0 ? parts : [...parts, { ...delivery, events: [] }];
}

function refused(delivery: Delivery): Delivery {
  const receivedAt = delivery.events[0]?.receivedAt ?? delivery.rejected[0]?.receivedAt;
  if (receivedAt === undefined) return delivery;
  const payload = JSON.stringify({ messageId: delivery.events[0]?.messageId ?? null });
  const reason = {
    zh: "数据库无法保存此事件中的某个值",
    en: "The database cannot store a value of this event",
  };
  return { ...delivery, events: [], rejected: [{ reason, payload, receivedAt }] };
}

/** SQLSTATE classes 22 (data exception), 23 (constraint) and 54 (limit): trying again gives the same. */
function isDataError(error: unknown): boolean {
  return /^(22|23|54)/.test(sqlState(error) ?? "");
}
