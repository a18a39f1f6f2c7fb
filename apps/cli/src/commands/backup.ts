import { wordsOf } from "@causeway/kernel";
import type { BackupOptions } from "@causeway/platform-database";
import type { BackupSchedule } from "../backup/backup-arguments.ts";
import type { TakenBackup } from "../backup/take-backup.ts";
import type { Command } from "../command.ts";
import { say } from "../say.ts";

const usage = `causeway backup FILE [--data ./data] [--passphrase-file FILE] [--json]
causeway backup --every 24h [--keep 14] FOLDER [--data ./data] [--passphrase-file FILE] [--json]

Writes everything that the installation holds, as it is at one moment, into one file. The server may run meanwhile.
The file must not exist yet; it is read back before it appears.

  --every TIME             goes on, with a backup every 30m, 24h, 7d … in FOLDER, until it is stopped
  --keep N                 how many of them stay, 14 unless given
  --passphrase-file FILE   puts the secret key into the backup, under the passphrase in FILE (at least 12 characters)

From the environment: DATABASE_URL, CAUSEWAY_SECRET, CAUSEWAY_BACKUP_PASSPHRASE (instead of the file).
causeway restore FILE puts it back, also on another machine and into another PostgreSQL. The last backup, and a warning
when it is older than promised, stand on the status page and in causeway doctor.`;

export const backupCommand: Command = {
  name: "backup",
  summary: "Write everything into one file, while the server runs, once or again and again",
  usage,
  run: async (args) => {
    const { backupArguments } = await import("../backup/backup-arguments.ts");
    const { options, json, schedule, progress } = backupArguments("backup", args);
    if (schedule) return repeat(options, schedule, json);
    const { takeBackup } = await import("../backup/take-backup.ts");
    const taken = await takeBackup(options).finally(progress.end);
    tell(taken, json);
    if (!json) console.log(say(keyAdvice[taken.key](options.dataFolder)));
    return 0;
  },
};

async function repeat(
  { path: folder, ...place }: BackupOptions,
  schedule: BackupSchedule,
  json: boolean,
): Promise<number> {
  const { repeatBackups } = await import("../backup/repeat-backups.ts");
  const stopping = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stopping.abort());
  let isAdvised = json;
  await repeatBackups({
    ...place,
    ...schedule,
    folder,
    signal: stopping.signal,
    onTaken: (taken) => {
      tell(taken, json);
      if (!isAdvised) console.log(say(keyAdvice[taken.key](place.dataFolder)));
      isAdvised = true;
    },
    onWaiting: (due) => {
      const at = due.toISOString();
      console.log(
        json
          ? JSON.stringify({ dueAt: at })
          : say({ zh: `下一次：${at}`, en: `The next one is due at ${at}` }),
      );
    },
    onFailed: (error) => {
      const reason = wordsOf(error);
      console.error(
        say({
          zh: `${new Date().toISOString()} 备份失败：${reason.zh}`,
          en: `${new Date().toISOString()} no backup: ${reason.en}`,
        }),
      );
    },
  });
  return 0;
}

function tell(taken: TakenBackup, json: boolean): void {
  if (json) {
    console.log(JSON.stringify(taken));
    return;
  }
  const { file, tables, rows, bytes, seconds } = taken;
  const megabytes = (bytes / 1e6).toFixed(1);
  console.log(
    say({
      zh: `${file}：${tables} 张表，${rows} 行，${megabytes} MB，${seconds} 秒`,
      en: `${file}: ${tables} tables, ${rows} rows, ${megabytes} MB, ${seconds} s`,
    }),
  );
}

const keyAdvice = {
  sealed: () => ({
    zh: "密钥已用口令加密，存于备份中；没有口令便无法取出。",
    en: "The secret key is in the backup, readable with the passphrase only.",
  }),
  left: (data: string) => ({
    zh: `密钥不在备份中：请另行妥善保存 ${data}/secret.key，否则恢复后已存的密码无法读取。`,
    en: `The secret key is not in the backup: keep ${data}/secret.key as well, or stored passwords cannot be read after a restore.`,
  }),
  environment: () => ({
    zh: "密钥来自环境变量 CAUSEWAY_SECRET，不在备份中：恢复时须使用同一个值。",
    en: "The secret key is CAUSEWAY_SECRET and not in the backup: a restore needs the same value.",
  }),
  none: (data: string) => ({
    zh: `在 ${data} 中没有找到密钥：请另行保存服务器所用的密钥（secret.key 或 CAUSEWAY_SECRET）。`,
    en: `No secret key was found in ${data}: keep the one that the server uses (secret.key or CAUSEWAY_SECRET).`,
  }),
} as const;
