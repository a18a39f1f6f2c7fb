import { retryConflicts, sqlState, type WorkspaceDatabase } from "@causeway/platform-database";
import type { CopyAttempts } from "./copy-attempts.ts";
import { copyDeliveries } from "./copy-events.ts";
import { type Delivery, insertDeliveries, type Turn } from "./insert-events.ts";

/**
 * Writes deliveries in one transaction: copied where that is worth an attempt, else inserted. Should PostgreSQL refuse a
 * value that passed the checks, only that event is refused, not all that share the transaction.
 */
export async function commitDeliveries(
  workspace: WorkspaceDatabase,
  deliveries: readonly Delivery[],
  turn: Turn,
  attempts: CopyAttempts,
): Promise<void> {
  const isPlain = deliveries.every(({ rejected }) => rejected.length === 0);
  if (isPlain && attempts.isWorthIt()) {
    try {
      await retryConflicts(() => copyDeliveries(workspace, deliveries, turn));
      attempts.succeeded();
      return;
    } catch (error) {
      if (!isDataError(error)) throw error;
      attempts.failed();
    }
  }
  await insertWhatFits(workspace, deliveries, turn);
}

async function insertWhatFits(
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
    await insertWhatFits(workspace, single.slice(0, middle), own);
    await insertWhatFits(workspace, single.slice(middle), own);
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
