import type { Erasure, ErasureProgress, Label } from "@causeway/platform-contract";

/** Words of the privacy pages; they come with those pages, not with the first script. */
export const words = {
  consents: { zh: "同意与拒绝", en: "Consent" },
  consentsHint: {
    zh: "按用途记录；多个身份合并后，以较严格的为准。",
    en: "By purpose. Where people were merged, the stricter word holds.",
  },
  until: { zh: "未拒绝前可用", en: "May be used until refused" },
  separate: { zh: "需单独同意", en: "separate consent" },
  grant: { zh: "记为同意", en: "Write down consent" },
  refuse: { zh: "记为拒绝", en: "Write down refusal" },
  said: { zh: "记录", en: "What was said" },
  granted: { zh: "同意", en: "granted" },
  saidRefused: { zh: "拒绝", en: "refused" },
  rights: { zh: "个人权利", en: "Rights of the person" },
  rightsHint: {
    zh: "查阅、复制与删除（《个人信息保护法》第四十五、四十七条；GDPR 第十五、十七、二十条）",
    en: "Access, copy and erasure (PIPL Art. 45, 47; GDPR Art. 15, 17, 20)",
  },
  read: { zh: "查看全部数据", en: "Read everything" },
  download: { zh: "下载副本（JSON）", en: "Download a copy (JSON)" },
  erase: { zh: "删除此人", en: "Erase this person" },
  eraseTitle: { zh: "从所有数据中删除此人", en: "Erase this person from everything" },
  eraseSays: {
    zh: "以下记录、标识与事件将被永久删除，他人数据中提到此人之处会被去除。此操作无法撤销。",
    en: "These records, identifiers and events are deleted for good, and the person is taken out of what others' data say. This cannot be undone.",
  },
  records: { zh: "记录", en: "Records" },
  identifiers: { zh: "标识", en: "Identifiers" },
  events: { zh: "事件", en: "Events" },
  basis: { zh: "依据", en: "Basis" },
  confirm: { zh: "永久删除", en: "Erase for good" },
  cancel: { zh: "取消", en: "Cancel" },
  erasures: { zh: "删除请求", en: "Erasures" },
  erasuresHint: {
    zh: "在联系人或线索的“隐私”页发起。",
    en: "Begun on the Privacy tab of a contact or lead.",
  },
  noErasures: { zh: "还没有删除过任何人", en: "Nobody has been erased yet" },
  goesOn: { zh: "关闭页面后继续", en: "goes on when the page is closed" },
  howFar: { zh: "删除进度", en: "How far the erasure is" },
  ahead: { zh: "前面还有 {count} 个删除请求", en: "{count} erasures before it" },
  failed: {
    zh: "中断（{error}），会自动重试",
    en: "Stopped ({error}); it is tried again by itself",
  },
  stores: { zh: "数据位置", en: "Where data lie" },
  storesDone: {
    zh: "{total} 处数据：已查找 {searched}，已复查 {checked}",
    en: "{total} places: {searched} searched, {checked} checked again",
  },
  when: { zh: "受理时间", en: "Requested" },
  by: { zh: "经办人", en: "By" },
  state: { zh: "状态", en: "State" },
  deleted: { zh: "删除的行", en: "Rows deleted" },
  changed: { zh: "去除提及的行", en: "Rows cleaned" },
  left: { zh: "复查残留", en: "Found again" },
  certificate: { zh: "删除证明", en: "Certificate" },
  lift: { zh: "解除标记", en: "Take in again" },
  lifted: { zh: "标记已解除", en: "Taken in again" },
  arrivals: {
    zh: "删除之后到达的事件：{dropped} 个已丢弃，{stripped} 个已去除此人",
    en: "Events that arrived after erasure: {dropped} dropped, {stripped} stripped of the person",
  },
  lookup: { zh: "核查是否已删除", en: "Was somebody erased?" },
  lookupHint: { zh: "输入邮箱、电话或编号", en: "An e-mail address, phone number or id" },
  look: { zh: "核查", en: "Look" },
  wasErased: { zh: "已删除，证明编号 ", en: "Erased; certificate " },
  wasNot: { zh: "没有删除记录", en: "Nobody of that address or number was erased" },
  rules: { zh: "哪些用途需要先取得同意", en: "Which purposes need consent first" },
  rulesHint: {
    zh: "不勾选时，本人拒绝前可以使用。",
    en: "Where unticked, data may be used until the person refuses.",
  },
} as const satisfies Readonly<Record<string, Label>>;

export const stateWords: Readonly<Record<Erasure["state"], Label>> = {
  waiting: { zh: "等待中", en: "Waiting" },
  running: { zh: "进行中", en: "Under way" },
  done: { zh: "已完成", en: "Done" },
  failed: { zh: "失败", en: "Failed" },
};

export const stageWords: Readonly<Record<NonNullable<ErasureProgress["stage"]>, Label>> = {
  arrivals: { zh: "等待先到的事件归到人", en: "Waiting for events that came before" },
  events: { zh: "删除事件", en: "Events" },
  rows: { zh: "删除记录与档案", en: "Records and profiles" },
  mentions: { zh: "从他人数据中去除", en: "Mentions in others' data" },
  neighbours: { zh: "重算相关的人", en: "People around, computed again" },
  jobs: { zh: "清理后台任务", en: "Background jobs" },
  check: { zh: "全部复查", en: "Everything checked again" },
};

export const storeWords: Readonly<Record<ErasureProgress["stores"][number]["state"], Label>> = {
  waiting: { zh: "等待", en: "Waiting" },
  searching: { zh: "查找中", en: "Being searched" },
  searched: { zh: "已查找", en: "Searched" },
  checking: { zh: "复查中", en: "Being checked" },
  checked: { zh: "已复查", en: "Checked again" },
};
