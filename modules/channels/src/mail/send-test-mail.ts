import { AppError, type BothLanguages } from "@causeway/kernel";
import type { SecretBox, WorkspaceDatabase } from "@causeway/platform-database";
import { openMailSettings } from "./mail-settings.ts";
import { sendMail } from "./send-mail.ts";

const subject = "Causeway：测试邮件 / a test mail";
const text = `这封邮件说明发件设置可用。
This mail says that the settings of outgoing mail work.
`;

const notSetUp = {
  zh: "还没有设置邮件服务器，请先保存",
  en: "No mail server is set up yet; save the settings first",
};

/**
 * Sends a mail to whoever asks, now, so that they see whether the stored settings work.
 * Throws AppError("conflict") with what the server said where they do not.
 */
export async function sendTestMail(
  workspace: WorkspaceDatabase,
  to: string,
  { secrets, id }: { readonly secrets: SecretBox; readonly id: string },
): Promise<void> {
  const settings = await workspace.transaction((trx) => openMailSettings(trx, secrets), {
    readOnly: true,
  });
  if (settings === null) throw new AppError("conflict", notSetUp);
  const messageId = `${id}@${settings.from.split("@").at(-1) ?? "localhost"}`;
  const signal = AbortSignal.timeout(25_000);
  const said = await sendMail(settings, { to, subject, text, messageId }, signal).catch(
    (error: unknown) => ({ kind: "lost", detail: String(error) }) as const,
  );
  if (said.kind !== "sent") throw new AppError("conflict", failure(said.detail));
}

function failure(detail: string | BothLanguages): BothLanguages {
  const { zh, en } = typeof detail === "string" ? { zh: detail, en: detail } : detail;
  return {
    zh: `测试邮件没有发出：${zh}。请检查服务器、端口、用户名和密码`,
    en: `The test mail was not sent: ${en}. Check server, port, user and password`,
  };
}
