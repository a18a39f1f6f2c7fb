import type { Label, RetentionScope } from "@causeway/platform-contract";

/** Words of the page that says how long what is kept. */
export const retentionWords = {
  title: { zh: "保留期限", en: "How long things are kept" },
  hint: {
    zh: "每晚删除过期的事件与记录，以及由它们算出的内容；重新计算历史时结果不变。计划内事件类型的期限在“跟踪计划”中设定。",
    en: "Every night what is past its time goes, with what was computed from it, so that history computed again says the same. Planned types of events have their days in the tracking plan.",
  },
  what: { zh: "内容", en: "What" },
  days: { zh: "天数", en: "Days" },
  due: { zh: "现在会删除", en: "Would go now" },
  oldest: { zh: "最早", en: "Oldest" },
  newest: { zh: "最晚", en: "Newest" },
  others: { zh: "其他所有事件", en: "All other events" },
  events: { zh: "事件", en: "events" },
  look: { zh: "试算", en: "Dry run" },
  parts: { zh: "整段删除的日志", en: "Parts of the log that go as a whole" },
  add: { zh: "设定期限", en: "Set days" },
  remove: { zh: "移除", en: "Remove" },
  object: { zh: "对象", en: "Object" },
  scope: { zh: "范围", en: "Which" },
  dueSays: {
    zh: "现在会删除 {events} 个事件、{records} 条记录。",
    en: "{events} events and {records} records would go now.",
  },
  nothingDue: { zh: "现在没有过期的内容。", en: "Nothing is past its time now." },
  deleteNow: { zh: "现在删除", en: "Delete now" },
  deleteTitle: { zh: "现在删除过期的内容？", en: "Delete what is past its time now?" },
  deleteSays: {
    zh: "不等到夜里，并且无法撤销。由这些内容算出的结果一并删除，其余不变。",
    en: "It does not wait for the night, and it cannot be taken back. What was computed from it goes too; everything else stays.",
  },
  deleting: { zh: "正在删除", en: "Deleting" },
  deleted: { zh: "过期的内容已删除", en: "What was past its time is gone" },
  cancel: { zh: "取消", en: "Cancel" },
  runs: { zh: "最近的删除", en: "Latest deletions" },
  ran: {
    zh: "删除事件 {events}、记录 {records}、整段 {partitions}",
    en: "{events} events, {records} records, {partitions} whole parts deleted",
  },
} as const satisfies Readonly<Record<string, Label>>;

export const scopeWords: Readonly<Record<RetentionScope, Label>> = {
  deleted: { zh: "已删除的，自删除起", en: "deleted ones, since then" },
  all: { zh: "全部，自最后修改起", en: "all, since their last change" },
};
