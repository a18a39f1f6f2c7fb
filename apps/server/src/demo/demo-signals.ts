import type { SignalItem } from "@causeway/engine-simulation";
import type { Clock } from "@causeway/kernel";
import { recordSignals } from "@causeway/module-signals";
import type { WorkspaceTransaction } from "@causeway/platform-database";

/** Records the outside signals of one window with the times at which they happened and were published. */
export async function writeDemoSignals(
  trx: WorkspaceTransaction,
  items: readonly SignalItem[],
  clock: Clock,
): Promise<void> {
  if (items.length === 0) return;
  const signals = items.map((item) => ({
    kind: item.signal,
    key: item.key,
    company: item.company,
    occurredAt: new Date(item.occurredMs).toISOString(),
    knownAt: new Date(item.atMs).toISOString(),
    payload: mutable(item.payload),
  }));
  await recordSignals(trx, signals, clock);
}

/** The wire type has mutable lists; the engine's values are frozen in type only. */
function mutable(
  payload: SignalItem["payload"],
): Parameters<typeof recordSignals>[1][number]["payload"] {
  return structuredClone(payload) as ReturnType<typeof mutable>;
}
