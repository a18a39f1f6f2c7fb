import type { BackupOptions } from "@causeway/platform-database";
import { parseArguments } from "../arguments.ts";
import { UsageError } from "../command.ts";
import { environment } from "../environment.ts";
import { readPassphrase } from "./read-passphrase.ts";
import { showProgress } from "./show-progress.ts";

export interface BackupArguments {
  readonly options: BackupOptions;
  readonly json: boolean;
  /** Runs `work`, clears the line of progress and gives its result with the seconds it took. */
  timed<T>(work: () => Promise<T>): Promise<T & { readonly seconds: number }>;
}

/** `FILE [--data] [--passphrase-file] [--json]` and the environment, as `backup` and `restore` take them. */
export function backupArguments(name: string, args: readonly string[]): BackupArguments {
  const { values, positionals } = parseArguments(args, {
    data: { type: "string", default: "./data" },
    "passphrase-file": { type: "string" },
    json: { type: "boolean", default: false },
  });
  const [path, ...rest] = positionals;
  if (path === undefined || rest.length > 0) throw new UsageError(`say: causeway ${name} FILE`);
  const { databaseUrl: url, secret } = environment();
  const progress = showProgress(values.json);
  const passphrase = readPassphrase(values["passphrase-file"]);
  return {
    json: values.json,
    options: { url, secret, dataFolder: values.data, path, passphrase, report: progress.table },
    async timed(work) {
      const startedAt = performance.now();
      const result = await work().finally(progress.end);
      return { ...result, seconds: Math.round(performance.now() - startedAt) / 1000 };
    },
  };
}
