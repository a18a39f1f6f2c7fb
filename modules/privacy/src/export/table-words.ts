import type { Locale } from "@causeway/platform-contract";

const words: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  record_contact: { zh: "联系人", en: "Contacts" },
  record_lead: { zh: "线索", en: "Leads" },
  record_note: { zh: "备注", en: "Notes" },
  record_task: { zh: "任务", en: "Tasks" },
  record_changes: { zh: "修改历史", en: "History of changes" },
  search_entries: { zh: "搜索索引", en: "Search index" },
  events: { zh: "触点事件", en: "Events" },
  touchpoints: { zh: "时间线", en: "Time line" },
  touchpoint_days: { zh: "每日触点数", en: "Touchpoints by day" },
  page_stays: { zh: "页面停留", en: "Time on pages" },
  profiles: { zh: "身份档案", en: "Profiles" },
  identifiers: { zh: "标识", en: "Identifiers" },
  event_profiles: { zh: "事件归属", en: "Whose events are whose" },
  profile_traits: { zh: "特征", en: "Traits" },
  profile_companies: { zh: "所属企业", en: "Companies" },
  profile_evidence: { zh: "设备与地点", en: "Devices and places" },
  profile_merges: { zh: "身份合并", en: "Merges" },
  record_lines: { zh: "可能是总机的电话", en: "Numbers that may be a switchboard's" },
  record_numbers: { zh: "指向企业的单号", en: "Numbers that lead to a company" },
  record_identifiers: { zh: "记录中的标识", en: "Identifiers of records" },
  record_people: { zh: "记录归属", en: "Whose records are whose" },
  identity_decisions: { zh: "身份判定", en: "Decisions about identity" },
  scores: { zh: "预测评分", en: "Scores" },
  score_history: { zh: "评分历史", en: "History of scores" },
  agent_runs: { zh: "智能体运行", en: "Runs of agents" },
  runs: { zh: "运行日志", en: "Journal of runs" },
  run_steps: { zh: "运行步骤", en: "Steps of runs" },
  outbox: { zh: "外发消息", en: "Messages sent" },
  import_rows: { zh: "导入的行", en: "Rows of imported files" },
  imports: { zh: "导入", en: "Imports" },
  audit_log: { zh: "审计日志", en: "Audit log" },
  raw_deliveries: { zh: "未能读取的内容", en: "Dead letters" },
  rejected_events: { zh: "被拒绝的事件", en: "Rejected events" },
  consents: { zh: "同意记录", en: "Consents" },
  jobs: { zh: "后台任务", en: "Background jobs" },
};

/** What a table is called to people; its own name where it has no other. */
export function tableWord(table: string, locale: Locale): string {
  return words[table]?.[locale] ?? table.replace(/^record_/, "").replaceAll("_", " ");
}
