import type { Command } from "../command.ts";
import { say } from "../say.ts";

const usage = `causeway restore FILE [--data ./data] [--passphrase-file FILE] [--json]

Puts a backup into an empty data folder, or with DATABASE_URL into an empty database. The file is checked from end to
end first; a restore is whole or has not happened. Restore only files that you trust: they say what tables are made of.

Messages that had not left when the backup was taken wait for a person's decision: they may have been sent since.

  --passphrase-file FILE   takes the secret key out of the backup

From the environment: DATABASE_URL, CAUSEWAY_SECRET, CAUSEWAY_BACKUP_PASSPHRASE (instead of the file).`;

export const restoreCommand: Command = {
  name: "restore",
  summary: "Put a backup into an empty place",
  usage,
  run: async (args) => {
    const { backupArguments } = await import("../backup/backup-arguments.ts");
    const { restoreDatabase } = await import("@causeway/platform-database");
    const { allMigrations } = await import("@causeway/app-server");
    const { options, json, timed } = backupArguments("restore", args);
    const restored = await timed(() => restoreDatabase({ ...options, modules: allMigrations }));
    if (json) {
      console.log(JSON.stringify({ file: options.path, ...restored }));
      return 0;
    }
    const { tables, rows, takenAt, workspaces, key, hadKey, seconds } = restored;
    const names = workspaces.join(", ");
    console.log(
      say({
        zh: `已恢复 ${takenAt.toISOString()} 的备份：${tables} 张表，${rows} 行，${seconds} 秒；工作区：${names}`,
        en: `Restored the backup of ${takenAt.toISOString()}: ${tables} tables, ${rows} rows, ${seconds} s; workspaces: ${names}`,
      }),
    );
    if (key !== "same") console.log(say(keyAdvice(options.dataFolder, hadKey)));
    return 0;
  },
};

function keyAdvice(data: string, hadKey: boolean) {
  const move = {
    zh: `密钥与备份时不同：请在启动前把原来的 secret.key 放到 ${data}/secret.key（或设置原来的 CAUSEWAY_SECRET）`,
    en: `The secret key is not the one of the backup: put the old secret.key at ${data}/secret.key (or set the old CAUSEWAY_SECRET) before the start`,
  };
  const passphrase = {
    zh: "，或清空后用口令重新恢复",
    en: ", or restore again into an empty place with the passphrase",
  };
  const otherwise = {
    zh: "。否则已存的密码无法读取，所有人须重新登录。",
    en: ". Otherwise stored passwords cannot be read and everybody must sign in again.",
  };
  return {
    zh: `${move.zh}${hadKey ? passphrase.zh : ""}${otherwise.zh}`,
    en: `${move.en}${hadKey ? passphrase.en : ""}${otherwise.en}`,
  };
}
