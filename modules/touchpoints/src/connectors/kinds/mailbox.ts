import { reachField } from "../../network/reach-field.ts";
import type { ConnectorKind } from "../connector.ts";
import { fetchMail } from "../mail/fetch-mail.ts";
import { readMail } from "../mail/read-mail.ts";
import { choiceField, linesField, rarely, secretField, textField } from "../setting-field.ts";

/** A mailbox over IMAP: what customers write, what we write to them, and what comes back. */
export const mailbox = {
  name: "mailbox",
  kind: "email",
  label: { zh: "邮箱 (IMAP)", en: "Mailbox (IMAP)" },
  summary: {
    zh: "来信、回复、发件和退信，按会话归并",
    en: "Mail in and out, replies and bounces, by conversation",
  },
  identifiers: ["email"],
  way: "fetch",
  fields: [
    textField("host", "IMAP 服务器", "IMAP server", { required: true }),
    textField("port", "端口", "Port", { required: true, initial: "993" }),
    choiceField("security", { zh: "加密", en: "Encryption" }, [
      ["tls", "TLS（常用 993）", "TLS (usually 993)"],
      ["starttls", "STARTTLS（常用 143）", "STARTTLS (usually 143)"],
    ]),
    reachField,
    rarely(
      linesField("authority", "CA 证书 (PEM)", "Authority's certificate (PEM)", {
        hint: { zh: "自签证书时填写", en: "Where the server's certificate is one of your own" },
      }),
    ),
    textField("user", "邮箱账号", "User", { required: true }),
    secretField("password", "密码或授权码", "Password or app password", { required: true }),
    linesField("folders", "文件夹", "Folders", {
      initial: "INBOX",
      hint: {
        zh: "每行一个；加上“已发送”可看到发出的邮件",
        en: "One per line; add the folder of sent mail to see what goes out",
      },
    }),
    linesField("ourDomains", "本公司域名", "Domains of the house", {
      hint: {
        zh: "例如 example.com；内部邮件不算触点",
        en: "As example.com; mail among ourselves is no touchpoint",
      },
    }),
    rarely(
      textField("days", "首次读取天数", "Days to read at first", { required: true, initial: "30" }),
    ),
    rarely(
      choiceField("keepText", { zh: "正文", en: "Text of the mail" }, [
        ["no", "不保存正文", "Is not kept"],
        ["yes", "保存前 500 字，不含引用", "First 500 characters, without quotes"],
      ]),
    ),
  ],
  steps: [
    {
      zh: "在邮箱设置里开启 IMAP，并生成授权码（QQ、网易、企业微信邮箱都需要）。",
      en: "Switch on IMAP in the mailbox's settings and make an app password where the provider asks for one.",
    },
    {
      zh: "邮件每分钟读取一次；只读打开，不会标记为已读。",
      en: "Mail is fetched every minute; folders are opened for reading only and nothing is marked as seen.",
    },
  ],
  check: ({ host = "", port = "", days = "" }) => [
    ...(/^[A-Za-z0-9.:-]{1,253}$/.test(host)
      ? []
      : [{ field: "host", label: { zh: "应为服务器名称", en: "must be the name of a server" } }]),
    ...(isWhole(port, 65_535)
      ? []
      : [{ field: "port", label: { zh: "应在 1 到 65535 之间", en: "must be 1 to 65535" } }]),
    ...(isWhole(days, 3_650)
      ? []
      : [{ field: "days", label: { zh: "应在 1 到 3650 之间", en: "must be 1 to 3650" } }]),
  ],
  fetch: fetchMail,
  read: readMail,
} satisfies ConnectorKind;

function isWhole(text: string, most: number): boolean {
  return /^\d{1,6}$/.test(text) && Number(text) >= 1 && Number(text) <= most;
}
