import type { Label } from "@causeway/platform-contract";
import { type RawBuilder, sql } from "kysely";
import { keyCondition } from "./touchpoint-key.ts";

/** One number that a customer's behaviour is described by. */
export interface BehaviourFeature {
  readonly name: string;
  readonly label: Label;
  /** Aggregate over the touchpoints `t` of the last `reachDays` before `m.as_of`. */
  readonly aggregate: RawBuilder<unknown>;
  /** Where it is a count: of touchpoints with this key (`touchpointKeys`), in so many days. */
  readonly counts?: { readonly key: string; readonly days: number };
  /** How far back it looks; 90 unless given. */
  readonly reachDays?: number;
  /** What it is where there was no touchpoint at all; 0 unless given. */
  readonly quiet?: null;
}

type Window = 7 | 30 | 90;

interface Counted {
  readonly name: string;
  readonly zh: string;
  readonly en: string;
  readonly key: string;
  readonly windows: readonly Window[];
}

const counted: readonly Counted[] = [
  { name: "touchpoints", zh: "触点数", en: "touchpoints", key: "any", windows: [7, 30, 90] },
  { name: "views", zh: "页面浏览", en: "page views", key: "page", windows: [7, 30, 90] },
  {
    name: "pricing_views",
    zh: "报价页浏览",
    en: "views of pricing",
    key: "topic:pricing",
    windows: [7, 30, 90],
  },
  {
    name: "comparison_views",
    zh: "对比页浏览",
    en: "views of comparisons",
    key: "topic:comparison",
    windows: [30, 90],
  },
  {
    name: "certification_views",
    zh: "认证页浏览",
    en: "views of certification",
    key: "topic:certification",
    windows: [30, 90],
  },
  {
    name: "document_views",
    zh: "技术文档浏览",
    en: "views of documents",
    key: "topic:documents",
    windows: [30, 90],
  },
  {
    name: "case_views",
    zh: "案例浏览",
    en: "views of cases",
    key: "topic:cases",
    windows: [30, 90],
  },
  {
    name: "product_views",
    zh: "产品页浏览",
    en: "views of products",
    key: "topic:product",
    windows: [30, 90],
  },
  {
    name: "careers_views",
    zh: "招聘页浏览",
    en: "views of careers",
    key: "topic:careers",
    windows: [30, 90],
  },
  {
    name: "support_views",
    zh: "服务页浏览",
    en: "views of support",
    key: "topic:support",
    windows: [30, 90],
  },
  {
    name: "downloads",
    zh: "资料下载",
    en: "downloads",
    key: "event:document downloaded",
    windows: [30, 90],
  },
  {
    name: "forms",
    zh: "表单提交",
    en: "forms submitted",
    key: "event:form submitted",
    windows: [30, 90],
  },
  {
    name: "email_replies",
    zh: "邮件回复",
    en: "replies to mails",
    key: "event:email replied",
    windows: [30, 90],
  },
  {
    name: "email_clicks",
    zh: "邮件链接点击",
    en: "clicks in mails",
    key: "event:email link clicked",
    windows: [30, 90],
  },
  {
    name: "email_opens",
    zh: "邮件打开",
    en: "mails opened",
    key: "event:email opened",
    windows: [30, 90],
  },
  {
    name: "email_bounces",
    zh: "邮件退回",
    en: "mails bounced",
    key: "event:email bounced",
    windows: [90],
  },
  {
    name: "exhibition_scans",
    zh: "展会扫码",
    en: "exhibition scans",
    key: "event:badge scanned",
    windows: [30, 90],
  },
  {
    name: "exhibition_touchpoints",
    zh: "展会触点",
    en: "exhibition touchpoints",
    key: "kind:exhibition",
    windows: [90],
  },
  { name: "calls", zh: "通话", en: "calls", key: "kind:call", windows: [30, 90] },
  {
    name: "wechat_touchpoints",
    zh: "微信触点",
    en: "WeChat touchpoints",
    key: "kind:wechat",
    windows: [30, 90],
  },
  {
    name: "messages",
    zh: "私信",
    en: "direct messages",
    key: "kind:message",
    windows: [30, 90],
  },
  { name: "ad_clicks", zh: "广告点击", en: "ad clicks", key: "kind:ad", windows: [30, 90] },
  { name: "orders", zh: "订单触点", en: "order touchpoints", key: "kind:order", windows: [90] },
  {
    name: "tickets",
    zh: "提交工单",
    en: "tickets opened",
    key: "event:ticket opened",
    windows: [30, 90],
  },
  {
    name: "mails_received",
    zh: "收到邮件",
    en: "mails received",
    key: "event:email sent",
    windows: [7, 30],
  },
  {
    name: "service_touchpoints",
    zh: "服务触点",
    en: "service touchpoints",
    key: "kind:service",
    windows: [7, 30, 90],
  },
  {
    name: "escalations",
    zh: "工单升级",
    en: "tickets escalated",
    key: "event:ticket escalated",
    windows: [90],
  },
];

function windowed({ name, zh, en, key, windows }: Counted): readonly BehaviourFeature[] {
  return windows.map((days) => ({
    name: `${name}_${days}d`,
    label: { zh: `近 ${days} 天${zh}`, en: `${en}, last ${days} days` },
    aggregate: sql`count(*) filter (where ${keyCondition(key)} and ${within(days)})`,
    counts: { key, days },
  }));
}

function within(days: Window): RawBuilder<unknown> {
  return sql`t.occurred_at > m.as_of - interval '${sql.raw(String(days))} days'`;
}

const activeDays = sql`(t.occurred_at at time zone 'UTC')::date`;

/** All features, in a fixed order. Counts are 0 where nothing happened; times since are null. */
export const behaviourFeatureDefinitions: readonly BehaviourFeature[] = [
  ...counted.flatMap(windowed),
  {
    name: "active_days_30d",
    label: { zh: "近 30 天活跃天数", en: "active days, last 30 days" },
    aggregate: sql`count(distinct ${activeDays}) filter (where ${within(30)})`,
  },
  {
    name: "active_days_90d",
    label: { zh: "近 90 天活跃天数", en: "active days, last 90 days" },
    aggregate: sql`count(distinct ${activeDays})`,
  },
  {
    name: "call_minutes_90d",
    label: { zh: "近 90 天通话分钟", en: "minutes of calls, last 90 days" },
    aggregate: sql`coalesce(sum(t.duration_ms) filter (where ${keyCondition("kind:call")}), 0) / 60000.0`,
  },
  {
    name: "people_90d",
    label: { zh: "近 90 天出现的人与设备", en: "people and devices seen, last 90 days" },
    aggregate: sql`count(distinct t.profile_id)`,
  },
  {
    name: "days_since_last",
    label: { zh: "距上次触点天数", en: "days since the last touchpoint" },
    aggregate: sql`extract(epoch from min(m.as_of) - max(t.occurred_at)) / 86400.0`,
    quiet: null,
  },
  {
    name: "days_since_pricing",
    label: { zh: "距上次看报价天数", en: "days since pricing was viewed" },
    aggregate: sql`extract(epoch from min(m.as_of) - max(t.occurred_at) filter (where ${keyCondition("topic:pricing")})) / 86400.0`,
    quiet: null,
  },
];
