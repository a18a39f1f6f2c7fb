import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { TagCrossing } from "./weights-projection.ts";

/** Work in the transaction that notes the crossings. */
export type TagCrossingListener = (
  trx: WorkspaceTransaction,
  crossings: readonly TagCrossing[],
) => Promise<void>;

const listeners = new Set<TagCrossingListener>();

/** Registers a listener for every workspace; the composition root does so at start. Returns how to take it back. */
export function onTagCrossing(listener: TagCrossingListener): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

export async function tellCrossings(
  trx: WorkspaceTransaction,
  crossings: readonly TagCrossing[],
): Promise<void> {
  if (crossings.length === 0) return;
  for (const listener of listeners) await listener(trx, crossings);
}
