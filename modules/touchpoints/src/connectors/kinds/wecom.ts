import type { SettingValues } from "@causeway/platform-contract";
import { type JsonObject, textAt } from "../../wire/json-object.ts";
import type { ConnectorKind, RawDelivery, Reading, Verification } from "../connector.ts";
import { externalIds } from "../external-ids.ts";
import { linesField, secretField, textField } from "../setting-field.ts";
import {
  isSigned,
  messageOf,
  openCallback,
  plainAnswer,
  refusedSignature,
} from "../tencent/callback.ts";
import { isAesKey } from "../tencent/callback-crypto.ts";

/**
 * Customers that come and go in WeCom (developer.work.weixin.qq.com, change_external_contact). The `State` of a contact
 * code says where it was scanned: at a stand of an exhibition, for instance.
 */
export const wecom = {
  name: "wecom",
  kind: "wechat",
  label: { zh: "企业微信客户联系", en: "WeCom contacts" },
  summary: {
    zh: "添加与删除客户；活码 State 识别展会来源",
    en: "Contacts added and lost; the State of a code tells the exhibition",
  },
  identifiers: ["wecom_external_userid", "unionid"],
  way: "webhook",
  fields: [
    textField("corpId", "企业 ID", "CorpID", { required: true }),
    secretField("token", "Token", "Token", { required: true }),
    secretField("aesKey", "EncodingAESKey", "EncodingAESKey", { required: true }),
    linesField("states", "渠道活码", "Codes by State", {
      hint: {
        zh: "每行：State = 展会名称 / 展位",
        en: "A line each: State = exhibition / stand",
      },
    }),
  ],
  steps: [
    {
      zh: "在企业微信管理后台打开“客户与上下游 → 客户联系 → API → 接收事件服务器”。",
      en: "In the WeCom console open Customer contact → API → Event server.",
    },
    {
      zh: "URL 填写 {{url}}，Token 和 EncodingAESKey 与这里一致。",
      en: "URL: {{url}}; Token and EncodingAESKey as here.",
    },
    {
      zh: "为每个展位生成一个“联系我”二维码，State 填写上面的代码。",
      en: "Make a contact code for each stand, with one of the States above.",
    },
  ],
  check: ({ aesKey = "" }) =>
    isAesKey(aesKey)
      ? []
      : [
          {
            field: "aesKey",
            label: { zh: "应为 43 位字母和数字", en: "must have 43 letters and digits" },
          },
        ],
  verify,
  read,
} satisfies ConnectorKind;

function secretsOf({ token = "", aesKey = "", corpId = "" }: SettingValues) {
  return { token, aesKeys: [aesKey], receiver: corpId };
}

function verify(delivery: RawDelivery, settings: SettingValues): Verification {
  const secrets = secretsOf(settings);
  if (delivery.method === "GET") {
    const echo = openCallback(delivery.query["echostr"] ?? "", secrets);
    return echo !== null && isSigned(delivery, secrets, "echo")
      ? plainAnswer("answered", echo)
      : refusedSignature;
  }
  return isSigned(delivery, secrets, "body")
    ? plainAnswer("accepted", "success")
    : refusedSignature;
}

const names: Readonly<Record<string, string>> = {
  add_external_contact: "WeCom Contact Added",
  add_half_external_contact: "WeCom Contact Asked",
  edit_external_contact: "WeCom Contact Edited",
  del_external_contact: "WeCom Contact Removed",
  del_follow_user: "WeCom Contact Lost",
};

function read(delivery: RawDelivery, settings: SettingValues): Reading {
  const message = messageOf(delivery, secretsOf(settings));
  const customer = message && textAt(message, "ExternalUserID");
  if (message === null || !customer) {
    return {
      events: [],
      failures: [
        { reason: { zh: "不是客户事件", en: "This is no event about a customer" }, item: null },
      ],
    };
  }
  const change = textAt(message, "ChangeType") ?? "";
  const seconds = Number(textAt(message, "CreateTime"));
  const state = textAt(message, "State");
  const shared = {
    type: "track",
    timestamp: new Date(seconds * 1000).toISOString(),
    anonymousId: customer,
    context: {
      externalIds: externalIds({
        wecom_external_userid: customer,
        unionid: textAt(message, "UnionId"),
      }),
    },
  };
  const id = `wecom-${customer}-${seconds}-${change}`.slice(0, 90);
  const colleague = textAt(message, "UserID") ?? "";
  const contact = {
    ...shared,
    messageId: id,
    event: names[change] ?? "WeCom Event",
    properties: { colleague, change, ...(state !== null && { state }) },
  };
  const stand = state !== null && change.startsWith("add") ? standOf(state, settings) : null;
  const scan = { ...shared, messageId: `${id}-scan`, event: "Badge Scanned" };
  return {
    failures: [],
    events: stand === null ? [contact] : [contact, { ...scan, properties: { ...stand, state } }],
  };
}

/** The exhibition that a State stands for. */
function standOf(state: string, settings: SettingValues): JsonObject | null {
  for (const line of (settings["states"] ?? "").split(/\r?\n/)) {
    const [name = "", place = ""] = line.split("=", 2).map((part) => part.trim());
    if (name !== state || place === "") continue;
    const [exhibition = "", stand = ""] = place.split("/", 2).map((part) => part.trim());
    return { exhibition, ...(stand !== "" && { stand }) };
  }
  return null;
}
