import type { NewSignal } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";

/** Says of each signal what of it is taken in. */
export type SignalScreen = (
  trx: WorkspaceTransaction,
  signals: readonly NewSignal[],
) => Promise<readonly NewSignal[]>;

const screens = new Set<SignalScreen>();

/** Registers a screen for every workspace; the composition root does so at start. Returns how to take it back. */
export function onNewSignals(screen: SignalScreen): () => void {
  screens.add(screen);
  return () => {
    screens.delete(screen);
  };
}

/** What all screens leave of signals that are about to be recorded. */
export async function screenSignals(
  trx: WorkspaceTransaction,
  signals: readonly NewSignal[],
): Promise<readonly NewSignal[]> {
  let left = signals;
  for (const screen of screens) left = await screen(trx, left);
  return left;
}
