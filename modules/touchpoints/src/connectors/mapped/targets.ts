import type { Label } from "@causeway/platform-contract";
import { clickParameters } from "../click-ids.ts";
import { looseName } from "../records/pick.ts";

/** What a column of somebody else's data can mean. */
export interface Target {
  readonly name: string;
  readonly label: Label;
  /** Names under which it is recognised. */
  readonly synonyms: readonly string[];
}

function target(name: string, zh: string, en: string, ...synonyms: string[]): Target {
  return { name, label: { zh, en }, synonyms: [name, ...synonyms].map(looseName) };
}

/** In the order in which a choice offers them. */
export const targets: readonly Target[] = [
  target("event", "事件名称", "Name of the event", "type", "action", "topic", "事件", "类型"),
  target(
    "time",
    "发生时间",
    "Time",
    "timestamp",
    "createdAt",
    "date",
    "occurredAt",
    "when",
    "ts",
    ...[
      "updatedAt",
      "updateTime",
      "createTime",
      "发生时间",
      "更新时间",
      "修改时间",
      "创建时间",
      "下单时间",
    ],
    "时间",
    "日期",
  ),
  target("id", "唯一编号", "Unique id", "messageId", "uuid", "编号", "流水号", "msgId"),
  target("user_id", "用户编号", "User id", "uid", "customerId", "客户编号", "会员号"),
  target(
    "email",
    "邮箱",
    "E-mail",
    ...[
      "mail",
      "emailAddress",
      "电子邮件",
      "customerEmail",
      "contactEmail",
      "客户邮箱",
      "联系邮箱",
    ],
  ),
  target(
    "phone",
    "电话",
    "Phone",
    ...["mobile", "tel", "phoneNumber", "手机", "手机号", "联系电话"],
    ...["customerPhone", "contactPhone", "customerMobile", "客户电话", "客户手机", "联系手机"],
  ),
  target("name", "姓名", "Name of the person", "fullName", "contactName", "联系人", "客户姓名"),
  target(
    "company",
    "公司",
    "Company",
    "companyName",
    "organization",
    "公司名称",
    "单位",
    "客户名称",
  ),
  target("title", "职位", "Job title", "jobTitle", "position", "职务"),
  target(
    "group",
    "公司编号",
    "Company id",
    "groupId",
    "accountId",
    "creditCode",
    "统一社会信用代码",
  ),
  target("unionid", "UnionID", "UnionID"),
  target("wechat_openid", "公众号 OpenID", "WeChat OpenID", "openid"),
  target(
    "social_id",
    "社媒账号",
    "Social account",
    "fromUserId",
    "from_user_id",
    "openId",
    "senderId",
  ),
  target("dm_session", "私信会话", "Message session", "sessionId", "conversationId", "会话"),
  target("order_id", "订单号", "Order number", "orderId", "orderNo", "订单编号"),
  target("pickup_number", "提货单号", "Pick-up number", "pickupNumber"),
  target("device", "设备编号", "Device", "deviceId", "serial", "sn", "设备号", "序列号"),
  target("ticket", "工单号", "Ticket", "ticketId", "caseId", "工单编号"),
  ...clickParameters.map((name) =>
    target(name, `广告点击 ${name}`, `Click of an advertisement: ${name}`),
  ),
  target("property", "属性", "Property"),
];

/** Targets that are identifiers in `context.externalIds`. */
export const externalTargets: ReadonlySet<string> = new Set([
  "unionid",
  "wechat_openid",
  "social_id",
  "dm_session",
  "order_id",
  "pickup_number",
  "device",
  "ticket",
  ...clickParameters,
]);
export const traitTargets = ["email", "phone", "name", "company", "title"] as const;

/** What each column probably means, by its name; each meaning but `property` once. */
export function proposeTargets(paths: readonly string[]): Readonly<Record<string, string>> {
  const taken = new Set<string>();
  return Object.fromEntries(
    paths.flatMap((path) => {
      const loose = looseName(path.split(".").at(-1) ?? path);
      const found = targets.find(
        ({ name, synonyms }) => !taken.has(name) && synonyms.includes(loose),
      );
      if (found === undefined) return [];
      taken.add(found.name);
      return [[path, found.name]];
    }),
  );
}
