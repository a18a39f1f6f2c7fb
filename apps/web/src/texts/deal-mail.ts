import type { Pairs } from "./pairs.ts";

export const dealMail = {
  tab: ["邮件", "Mail"],
  attached: ["属于这个商机的邮件", "Mail of this deal"],
  offered: ["可能属于这个商机", "May belong to this deal"],
  offeredHint: ["由您决定", "You decide"],
  none: ["还没有属于这个商机的邮件", "No mail belongs to this deal yet"],
  noneHint: [
    "接入邮箱后，往来邮件会按会话、联系人和客户当时的商机归到这里。",
    "With a mailbox connected, mail comes here by conversation, by contact and by the account's open deal.",
  ],
  subject: ["主题", "Subject"],
  noSubject: ["（无主题）", "(no subject)"],
  people: ["往来人", "With"],
  messages: ["封数", "Messages"],
  inAndOut: ["收 {{received}} · 发 {{sent}}", "{{received}} in · {{sent}} out"],
  latest: ["最近", "Latest"],
  why: ["依据", "Because"],
  byDecision: ["由人指定", "Somebody said so"],
  byThread: ["会话中有为这个商机发出的邮件", "A mail of it was sent about this deal"],
  byPerson: ["往来人是这个商机的联系人", "With this deal's contact"],
  byAccount: ["当时是客户唯一进行中的商机", "The account's only open deal then"],
  ambiguous: ["当时有多个进行中的商机", "Several deals were open then"],
  detached: ["有人移出了它", "Somebody took it off a deal"],
  attach: ["归入", "Attach"],
  detach: ["移出", "Detach"],
} as const satisfies Pairs;
