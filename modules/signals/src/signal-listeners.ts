import type { WorkspaceTransaction } from "@causeway/platform-database";

/** A company that something was published about, as the publication names it. */
export interface SignalledCompany {
  readonly kind: string;
  readonly name: string | null;
  readonly creditCode: string | null;
}

/** Work in the transaction that records signals: it commits and rolls back with them. */
export type SignalListener = (
  trx: WorkspaceTransaction,
  companies: readonly SignalledCompany[],
) => Promise<void>;

const listeners = new Set<SignalListener>();

/** Registers a listener for every workspace; the composition root does so at start. Returns how to take it back. */
export function onSignals(listener: SignalListener): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** Tells listeners what has just been recorded. */
export async function announceSignals(
  trx: WorkspaceTransaction,
  companies: readonly SignalledCompany[],
): Promise<void> {
  if (companies.length === 0) return;
  for (const listener of listeners) await listener(trx, companies);
}
