import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { EventMove } from "./refold-profiles.ts";

/** What a decision changed, told inside the transaction in which it was taken. */
export interface IdentityChange {
  /** All profiles that were computed again; who they belong to may have changed. */
  readonly profiles: readonly string[];
  readonly moves: readonly EventMove[];
}

export type IdentityChangeListener = (
  trx: WorkspaceTransaction,
  change: IdentityChange,
) => Promise<void>;

const listeners = new Set<IdentityChangeListener>();

/** Registers what builds on identity, for every workspace; the composition root does so at start. Returns how to take it back. */
export function onIdentityChange(listener: IdentityChangeListener): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

export async function announceIdentityChange(
  trx: WorkspaceTransaction,
  change: IdentityChange,
): Promise<void> {
  for (const listener of listeners) await listener(trx, change);
}
