import type { Pairs } from "./pairs.ts";

export const duplicates = {
  title: ["重复客户", "Duplicate companies"],
  open: ["待判断", "To decide"],
  apart: ["已判为不同", "Told apart"],
  look: ["重新查找", "Look again"],
  first: ["查找重复", "Look for duplicates"],
  looking: ["正在比较", "Comparing"],
  looked: [
    "{{at}} 比较了 {{records}} 家客户，依据：{{fields}}",
    "{{records}} companies compared {{at}}, by {{fields}}",
    "{{records}} company compared {{at}}, by {{fields}}",
  ],
  alone: [
    "其中 {{count}} 家只有一项可比",
    "of {{count}} one field alone could be compared",
    "of {{count}} one field alone could be compared",
  ],
  bare: [
    "没有任何内容可比的有 {{count}} 家",
    "of {{count}} nothing could be compared",
    "of {{count}} nothing could be compared",
  ],
  kept: [
    "找到 {{found}} 对，只保留最有把握的 {{kept}} 对",
    "{{found}} pairs were found; the surest {{kept}} are kept",
  ],
  unseen: [
    "对你隐藏的 {{count}} 项没有用来比较",
    "{{count}} that are kept from you are not compared here",
    "{{count}} that is kept from you is not compared here",
  ],
  waiting: [
    "{{shown}} 对可能是同一家公司，最有把握的在前；每答一对，后面的补上来。",
    "{{shown}} pairs may be one company, the surest first; each answer brings up the next.",
    "{{shown}} pair may be one company.",
  ],
  none: ["没有待判断的重复客户", "No duplicate company to decide"],
  noneHint: [
    "每晚比较所有客户：名称（不计公司形式）、网站与邮箱域名、电话、统一社会信用代码。可能是同一家的会出现在这里，由人决定是否合并。",
    "All companies are compared every night: names without their legal form, sites and domains of mail, phones, codes of registers. Those that may be one show here, and a person decides.",
  ],
  noneApart: ["还没有判为不同的客户", "Nothing told apart yet"],
  noneApartHint: [
    "判为不同的两家不再提出，可以在这里撤销。",
    "Two that were told apart are never proposed again; it can be taken back here.",
  ],
  sure: ["{{percent}} 的把握是同一家公司", "{{percent}} sure that they are one company"],
  prior: ["任意两家公司", "Any two companies"],
  priorRelated: ["任意两家相关的公司", "Any two related companies"],
  since: ["{{at}} 建立", "since {{at}}"],
  merge: ["合并…", "Merge…"],
  different: ["不是同一家", "Not the same"],
  told: ["已记住，不再提出这一对", "Remembered: never proposed again"],
  takeBack: ["撤销", "Take back"],
  takenBack: ["已撤销，这一对重新待判断", "Taken back: to decide again"],
} as const satisfies Pairs;
