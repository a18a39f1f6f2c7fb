import type { Command } from "../command.ts";
import { say } from "../say.ts";

const usage = `causeway backup FILE [--data ./data] [--passphrase-file FILE] [--json]

Writes everything that the installation holds, as it is at one moment, into one file. The server may run meanwhile.
The file must not exist yet; it appears only when it is whole.

  --passphrase-file FILE   puts the secret key into the backup, under the passphrase in FILE (at least 12 characters)

From the environment: DATABASE_URL, CAUSEWAY_SECRET, CAUSEWAY_BACKUP_PASSPHRASE (instead of the file).
causeway restore FILE puts it back, also on another machine and into another PostgreSQL.`;

export const backupCommand: Command = {
  name: "backup",
  summary: "Write everything into one file, while the server runs",
  usage,
  run: async (args) => {
    const { backupArguments } = await import("../backup/backup-arguments.ts");
    const { backupDatabase } = await import("@causeway/platform-database");
    const { options, json, timed } = backupArguments("backup", args);
    const written = await timed(() => backupDatabase(options));
    if (json) {
      console.log(JSON.stringify({ file: options.path, ...written }));
      return 0;
    }
    const { tables, rows, bytes, seconds, key } = written;
    const megabytes = (bytes / 1e6).toFixed(1);
    console.log(
      say({
        zh: `${options.path}：${tables} 张表，${rows} 行，${megabytes} MB，${seconds} 秒`,
        en: `${options.path}: ${tables} tables, ${rows} rows, ${megabytes} MB, ${seconds} s`,
      }),
    );
    console.log(say(keyAdvice[key](options.dataFolder)));
    return 0;
  },
};

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
