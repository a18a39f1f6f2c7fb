import { readFileSync } from "node:fs";
import { UsageError } from "../command.ts";

/** The passphrase from a file or CAUSEWAY_BACKUP_PASSPHRASE: an argument would show in the list of processes. */
export function readPassphrase(file: string | undefined): string | undefined {
  const { CAUSEWAY_BACKUP_PASSPHRASE } = process.env;
  if (file === undefined) return CAUSEWAY_BACKUP_PASSPHRASE || undefined;
  try {
    return readFileSync(file, "utf8").replace(/\r?\n$/, "");
  } catch (error) {
    const reason = (error as Error).message;
    throw new UsageError({
      zh: `--passphrase-file 指定的文件无法读取（${reason}）：请检查路径和权限`,
      en: `--passphrase-file cannot be read (${reason}): check its path and rights`,
    });
  }
}
