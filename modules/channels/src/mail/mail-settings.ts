import { type SmtpSettings, smtpSettingsSchema } from "@causeway/platform-contract";
import type { SecretBox, WorkspaceTransaction } from "@causeway/platform-database";
import type { ChannelTables } from "../tables.ts";

const channel = "mail";
const sealedFor = "channel:mail";

/** Settings of outgoing mail with the password, for those who send. */
export interface MailSettings extends SmtpSettings {
  readonly password: string | null;
}

/** The settings as people may see them, without the password; null while mail is not set up. */
export async function readMailSettings(trx: WorkspaceTransaction): Promise<SmtpSettings | null> {
  const row = await readRow(trx);
  return row ? parsed(row.settings) : null;
}

/** Whether the workspace can send mail at all. */
export async function isMailSetUp(trx: WorkspaceTransaction): Promise<boolean> {
  return (await readRow(trx)) !== undefined;
}

/** The settings with the password opened. Throws AppError("unavailable") when the installation's key has changed. */
export async function openMailSettings(
  trx: WorkspaceTransaction,
  secrets: SecretBox,
): Promise<MailSettings | null> {
  const row = await readRow(trx);
  if (!row) return null;
  const password = row.secret === null ? null : secrets.open(row.secret, sealedFor);
  return { ...parsed(row.settings), password };
}

/** Settings that were stored before anybody was asked where the server lies went anywhere, and still do. */
function parsed(settings: object): SmtpSettings {
  return smtpSettingsSchema.parse({ network: "internal", ...settings });
}

/**
 * Stores the settings. A password of null keeps the one that is stored, but never for another server or account:
 * whoever changes where mail goes must know the password.
 */
export async function writeMailSettings(
  trx: WorkspaceTransaction,
  secrets: SecretBox,
  { password, ...settings }: MailSettings,
): Promise<void> {
  const known = await readRow(trx);
  const isSame = known?.settings.host === settings.host && known.settings.user === settings.user;
  const kept = isSame ? known.secret : null;
  const secret = password === null ? kept : secrets.seal(password, sealedFor);
  const row = { settings: JSON.stringify(settings), secret, changed_at: new Date() };
  await trx
    .$extendTables<ChannelTables>()
    .insertInto("channel_settings")
    .values({ channel, ...row })
    .onConflict((conflict) => conflict.column("channel").doUpdateSet(row))
    .execute();
}

/** Forgets the settings: no mail leaves any more. */
export async function removeMailSettings(trx: WorkspaceTransaction): Promise<void> {
  await trx
    .$extendTables<ChannelTables>()
    .deleteFrom("channel_settings")
    .where("channel", "=", channel)
    .execute();
}

function readRow(trx: WorkspaceTransaction) {
  return trx
    .$extendTables<ChannelTables>()
    .selectFrom("channel_settings")
    .select(["settings", "secret"])
    .where("channel", "=", channel)
    .executeTakeFirst();
}
