import { readFileSync } from "node:fs";
import { UsageError } from "../command.ts";

/** The passphrase from a file or CAUSEWAY_BACKUP_PASSPHRASE: an argument would show in the list of processes. */
export function readPassphrase(file: string | undefined): string | undefined {
  const { CAUSEWAY_BACKUP_PASSPHRASE } = process.env;
  if (file === undefined) return CAUSEWAY_BACKUP_PASSPHRASE || undefined;
  try {
    return readFileSync(file, "utf8").replace(/\r?\n$/, "");
  } catch (error) {
    throw new UsageError(`--passphrase-file cannot be read: ${(error as Error).message}`);
  }
}
