import type { Label, Tier, TouchpointKind } from "@causeway/platform-contract";

/** What a kind of event means on a time line. One line here is all that a new one needs. */
export interface EventWord {
  /** Name of the track event, in lower case with single spaces. */
  readonly event: string;
  /** Lane of the time line; the kind of the source when left out. */
  readonly kind?: TouchpointKind;
  /** L1 says something about buying or leaving, L2 shows interest, L3 is background. */
  readonly tier: Tier;
  readonly isKey?: true;
  readonly label: Label;
  /** The words before what it was about, where they differ. */
  readonly about?: Label;
  /** Property that names what it was about; the first that is there. */
  readonly subject?: readonly string[];
  /** Further properties worth reading. */
  readonly facts?: readonly string[];
}

const words: readonly EventWord[] = [
  // Web
  word("form submitted", "L1", "提交表单", "Submitted a form", {
    subject: ["form", "title"],
    isKey: true,
  }),
  word("demo requested", "L1", "申请演示", "Requested a demo", {
    subject: ["product"],
    isKey: true,
  }),
  word("quote requested", "L1", "申请报价", "Requested a quote", {
    subject: ["product"],
    isKey: true,
  }),
  word("document downloaded", "L2", "下载资料", "Downloaded a document", {
    about: "Downloaded",
    subject: ["title", "file", "path"],
  }),
  word("element clicked", "L3", "点击", "Clicked something", {
    about: "Clicked",
    subject: ["label", "name", "id"],
  }),
  word("video played", "L2", "观看视频", "Watched a video", { subject: ["title", "name"] }),
  word("product viewed", "L2", "查看产品", "Viewed a product", { subject: ["name", "product"] }),
  word("checkout started", "L2", "开始结账", "Started a checkout", { subject: ["order_id"] }),
  word("signed up", "L1", "注册", "Signed up", { isKey: true }),
  word("page left", "L3", "离开页面", "Left a page"),
  word("signed in", "L3", "登录", "Signed in"),
  // Calls
  word("call ended", "L1", "通话", "Call", {
    kind: "call",
    isKey: true,
    subject: ["topic"],
    facts: ["direction"],
  }),
  word("call missed", "L1", "未接来电", "Missed call", { kind: "call", subject: ["topic"] }),
  word("call unanswered", "L3", "去电未接通", "Call not answered", { kind: "call" }),
  // E-mail
  word("email received", "L1", "来信", "Wrote a mail", {
    about: "Wrote",
    kind: "email",
    isKey: true,
    subject: ["subject"],
  }),
  word("email replied", "L1", "回复邮件", "Replied to a mail", {
    about: "Replied to",
    kind: "email",
    isKey: true,
    subject: ["subject"],
  }),
  word("email link clicked", "L2", "点击邮件链接", "Clicked in a mail", {
    about: "Clicked in",
    kind: "email",
    subject: ["subject"],
  }),
  word("email opened", "L3", "打开邮件", "Opened a mail", {
    about: "Opened mail",
    kind: "email",
    subject: ["subject"],
  }),
  word("email prefetched", "L3", "邮件被程序扫描", "Mail scanned by a program", {
    kind: "email",
    subject: ["subject"],
    facts: ["by"],
  }),
  word("email unsubscribed", "L1", "退订邮件", "Unsubscribed from mail", {
    kind: "email",
    isKey: true,
    subject: ["subject"],
  }),
  word("email bounced", "L2", "邮件退回", "Mail bounced", { kind: "email", subject: ["subject"] }),
  word("email delivered", "L2", "邮件送达", "Mail delivered", {
    kind: "email",
    subject: ["subject"],
  }),
  word("email sent", "L3", "发出邮件", "Mail sent", { kind: "email", subject: ["subject"] }),
  // Exhibitions and meetings
  word("badge scanned", "L1", "展会扫码", "Badge scanned", {
    about: "Badge scanned at",
    kind: "exhibition",
    isKey: true,
    subject: ["exhibition"],
    facts: ["stand"],
  }),
  word("ar demo watched", "L2", "体验 AR 演示", "Watched an AR demo", {
    about: "Watched the AR demo of",
    kind: "exhibition",
    subject: ["product"],
  }),
  word("webinar attended", "L2", "参加线上讲座", "Attended a webinar", {
    about: "Attended the webinar",
    subject: ["title", "name"],
  }),
  word("meeting held", "L1", "会面", "Meeting", { isKey: true, subject: ["title", "topic"] }),
  // WeChat and messages
  word("wechat subscribed", "L2", "关注公众号", "Followed on WeChat", { kind: "wechat" }),
  word("wechat unsubscribed", "L1", "取消关注公众号", "Unfollowed on WeChat", { kind: "wechat" }),
  word("wechat menu viewed", "L3", "点击公众号菜单", "Opened the WeChat menu", {
    kind: "wechat",
    subject: ["eventKey"],
  }),
  word("wechat qr scanned", "L2", "扫描公众号二维码", "Scanned the WeChat code", {
    kind: "wechat",
    subject: ["scene"],
  }),
  word("wechat message received", "L1", "公众号来信", "Wrote on WeChat", {
    kind: "wechat",
    subject: ["text"],
  }),
  word("wechat template delivered", "L3", "公众号模板消息送达", "WeChat notice delivered", {
    kind: "wechat",
  }),
  word("wechat location reported", "L3", "公众号上报位置", "Sent a location on WeChat", {
    kind: "wechat",
  }),
  word("wechat event", "L3", "公众号事件", "WeChat event", { kind: "wechat" }),
  word("wecom contact added", "L1", "添加企业微信", "Added on WeCom", {
    isKey: true,
    subject: ["state"],
  }),
  word("wecom contact asked", "L2", "申请添加企业微信", "Asked to be added on WeCom", {
    subject: ["state"],
  }),
  word("wecom contact edited", "L3", "企业微信资料变更", "WeCom contact edited"),
  word("wecom contact removed", "L2", "同事删除企业微信客户", "Removed by a colleague on WeCom"),
  word("wecom contact lost", "L1", "客户删除企业微信", "Removed us on WeCom", { isKey: true }),
  word("wecom event", "L3", "企业微信事件", "WeCom event"),
  word("direct message received", "L2", "发来私信", "Sent a direct message", {
    kind: "message",
    facts: ["channel"],
  }),
  // Advertising
  word("ad clicked", "L2", "点击广告", "Clicked an ad", {
    kind: "ad",
    subject: ["campaign"],
    facts: ["network"],
  }),
  // Orders and contracts
  word("order completed", "L1", "下单", "Placed an order", {
    about: "Ordered",
    kind: "order",
    isKey: true,
    subject: ["order_id"],
    facts: ["total", "currency"],
  }),
  word("order cancelled", "L1", "取消订单", "Cancelled an order", {
    kind: "order",
    isKey: true,
    subject: ["order_id"],
  }),
  word("order paid", "L1", "付款", "Paid an order", {
    kind: "order",
    subject: ["order_id"],
    facts: ["total", "currency"],
  }),
  word("order fulfilled", "L2", "订单发货", "Order shipped", {
    kind: "order",
    subject: ["order_id"],
  }),
  word("shop event", "L3", "商城事件", "Shop event", { kind: "order" }),
  word("goods picked up", "L2", "提货", "Picked up goods", {
    kind: "order",
    subject: ["pickupNumber", "order_id"],
    facts: ["warehouse"],
  }),
  word("contract signed", "L1", "签订合同", "Signed a contract", {
    kind: "order",
    isKey: true,
    subject: ["name", "contract"],
  }),
  word("supply agreement cancelled", "L2", "取消供货协议", "Cancelled the supply agreement"),
  word("sample cut done", "L2", "完成试切", "Sample cut done", { subject: ["product"] }),
  // Service
  word("ticket opened", "L1", "提交工单", "Opened a ticket", {
    kind: "service",
    isKey: true,
    subject: ["topic", "ticket"],
    facts: ["ticket"],
  }),
  word("ticket escalated", "L1", "工单升级", "Ticket escalated", {
    kind: "service",
    isKey: true,
    subject: ["topic", "ticket"],
    facts: ["ticket"],
  }),
  word("ticket resolved", "L2", "工单解决", "Ticket resolved", {
    kind: "service",
    subject: ["topic", "ticket"],
    facts: ["ticket"],
  }),
  word("service visit done", "L2", "上门服务", "Service visit", {
    kind: "service",
    subject: ["kind"],
  }),
  word("spare part delayed", "L1", "备件延迟", "Spare part delayed", {
    kind: "service",
    facts: ["days"],
  }),
  word("survey answered", "L2", "回答调查", "Answered a survey", {
    kind: "service",
    facts: ["score"],
  }),
  // Machines and dealers
  word("machine heartbeat", "L3", "设备心跳", "Machine heartbeat", {
    kind: "iot",
    subject: ["serial"],
    facts: ["beats", "beamHours", "alarms"],
  }),
  word("device registered", "L3", "登记设备", "Device registered", {
    kind: "iot",
    subject: ["device"],
  }),
  word("machine alarm", "L1", "设备报警", "Machine alarm", {
    kind: "iot",
    subject: ["serial", "code"],
  }),
  word("dealer stock alarm", "L1", "经销商库存告警", "Dealer stock alarm", {
    subject: ["product"],
    facts: ["stockDays"],
  }),
  word("inquiry surge reported", "L2", "询盘激增", "Inquiry surge", { subject: ["product"] }),
  word("dealer inquiries reported", "L3", "经销商询盘", "Dealer inquiries", {
    facts: ["inquiries"],
  }),
  word("shipment delayed", "L1", "发货延迟", "Shipment delayed", { facts: ["days"] }),
  // Privacy and records of other systems
  word("consent updated", "L3", "更新同意", "Consent updated"),
  word("privacy request received", "L1", "提出隐私请求", "Made a privacy request", { isKey: true }),
  word("record changed", "L3", "记录变更", "Record changed"),
  word("record received", "L3", "收到记录", "Record received"),
];

interface WordFacts extends Pick<EventWord, "kind" | "isKey" | "subject" | "facts"> {
  /** English before what it was about, where that differs. */
  readonly about?: string;
}

function word(
  event: string,
  tier: Tier,
  zh: string,
  en: string,
  { about, ...more }: WordFacts = {},
): EventWord {
  const words = { event, tier, label: { zh, en }, ...more };
  return about === undefined ? words : { ...words, about: { zh, en: about } };
}

const byEvent = new Map(words.map((entry) => [entry.event, entry]));

/** What is known of a track event's name, however it is cased: "Email Opened", "email_opened", "emailOpened". */
export function eventWord(name: string): EventWord | null {
  return byEvent.get(spaced(name)) ?? byEvent.get(spaced(name.replace(camelHump, "$1 $2"))) ?? null;
}

const camelHump = /([\p{Ll}\d])(\p{Lu})/gu;

function spaced(name: string): string {
  return name
    .replace(/[_\-.\s]+/g, " ")
    .trim()
    .toLowerCase();
}
