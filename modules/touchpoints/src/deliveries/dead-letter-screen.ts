import type { WorkspaceTransaction } from "@causeway/platform-database";

/** Says whether something that could not be read must not be kept either. */
export type DeadLetterScreen = (trx: WorkspaceTransaction, body: string) => Promise<boolean>;

const screens = new Set<DeadLetterScreen>();

/** Registers a screen for every workspace; the composition root does so at start. Returns how to take it back. */
export function onDeadLetter(screen: DeadLetterScreen): () => void {
  screens.add(screen);
  return () => {
    screens.delete(screen);
  };
}

export async function isKeptOut(trx: WorkspaceTransaction, body: string): Promise<boolean> {
  for (const screen of screens) if (await screen(trx, body)) return true;
  return false;
}
