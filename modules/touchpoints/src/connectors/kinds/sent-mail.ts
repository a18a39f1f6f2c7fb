import type { ConnectorKind } from "../connector.ts";
import { readEventJson } from "../read-event-json.ts";
import { choiceField } from "../setting-field.ts";

/** What becomes of mail that this product sends to customers. Pausing it ends the tracking of later mail. */
export const sentMail = {
  name: "sent-mail",
  kind: "email",
  label: { zh: "发出的邮件", en: "Sent mail" },
  summary: {
    zh: "打开、点击、退信、退订，与联系人和商机关联",
    en: "Opens, clicks, bounces and opt-outs, by person and deal",
  },
  identifiers: ["email"],
  way: "inside",
  fields: [
    choiceField(
      "opens",
      { zh: "统计打开", en: "Count opens" },
      [
        ["no", "不统计", "No"],
        ["yes", "统计（在邮件中加入图片）", "Yes, by a picture in the mail"],
      ],
      {
        zh: "在欧盟等地需要收件人事先同意",
        en: "In the EU and elsewhere recipients have to consent first",
      },
    ),
    choiceField("clicks", { zh: "统计点击", en: "Count clicks" }, [
      ["no", "不统计", "No"],
      ["yes", "统计（链接经由本系统跳转）", "Yes, links lead through this server"],
    ]),
  ],
  steps: [
    {
      zh: "在“设置 → 邮件”里配置发信服务器。此后发给客户的邮件按上面的选择统计；邮件扫描和预加载单独标记，不算人的行为。",
      en: "Set up outgoing mail in Settings → Mail. Mail to customers counts as chosen above from now on; scanners and prefetching are marked as such and count for nobody.",
    },
    {
      zh: "接入邮箱来源后，退信和回复会对应到发出的邮件。",
      en: "Connect a mailbox too: then bounces and replies are tied to the mail they belong to.",
    },
  ],
  read: readEventJson,
} satisfies ConnectorKind;
