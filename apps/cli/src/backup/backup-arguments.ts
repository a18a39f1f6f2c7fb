import type { BackupOptions } from "@causeway/platform-database";
import { parseArguments, wholeNumber } from "../arguments.ts";
import { UsageError } from "../command.ts";
import { environment } from "../environment.ts";
import { parseDuration } from "./parse-duration.ts";
import { readPassphrase } from "./read-passphrase.ts";
import { showProgress } from "./show-progress.ts";

export interface BackupArguments {
  readonly options: BackupOptions;
  readonly json: boolean;
  /** Undefined for a single backup; else `options.path` is a folder. */
  readonly schedule: BackupSchedule | undefined;
  readonly progress: ReturnType<typeof showProgress>;
  /** Runs `work`, clears the line of progress and gives its result with the seconds it took. */
  timed<T>(work: () => Promise<T>): Promise<T & { readonly seconds: number }>;
}

/** `FILE [--data] [--passphrase-file] [--json]` and the environment, as `backup` and `restore` take them; `backup` may be repeated. */
export function backupArguments(name: string, args: readonly string[]): BackupArguments {
  const { values, positionals } = parseArguments(args, {
    data: { type: "string", default: "./data" },
    "passphrase-file": { type: "string" },
    json: { type: "boolean", default: false },
    every: { type: "string" },
    keep: { type: "string" },
  });
  const [path, ...rest] = positionals;
  if (path === undefined || rest.length > 0) {
    throw new UsageError({
      zh: `请给出一个文件：causeway ${name} FILE`,
      en: `name one file: causeway ${name} FILE`,
    });
  }
  const schedule = readSchedule(name, values);
  const { databaseUrl: url, secret } = environment();
  const progress = showProgress(values.json);
  const passphrase = readPassphrase(values["passphrase-file"]);
  return {
    json: values.json,
    schedule,
    progress,
    options: { url, secret, dataFolder: values.data, path, passphrase, report: progress.table },
    async timed(work) {
      const startedAt = performance.now();
      const result = await work().finally(progress.end);
      return { ...result, seconds: Math.round(performance.now() - startedAt) / 1000 };
    },
  };
}

export interface BackupSchedule {
  readonly everySeconds: number;
  readonly keep: number;
}

const usualKeep = "14";

function readSchedule(
  name: string,
  { every, keep }: { readonly every?: string | undefined; readonly keep?: string | undefined },
): BackupSchedule | undefined {
  if (name !== "backup" && (every ?? keep) !== undefined) {
    throw new UsageError({
      zh: `--every 和 --keep 用于 backup，不用于 ${name}`,
      en: `--every and --keep are for backup, not ${name}`,
    });
  }
  if (every === undefined) {
    if (keep !== undefined) {
      throw new UsageError({
        zh: "--keep 须与 --every 一起使用",
        en: "--keep goes with --every",
      });
    }
    return undefined;
  }
  return {
    everySeconds: parseDuration(every, "--every"),
    keep: wholeNumber(keep ?? usualKeep, "--keep", 1, 10_000),
  };
}
