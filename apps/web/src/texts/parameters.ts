import type { Pairs } from "./pairs.ts";

export const parameters = {
  title: ["业务参数", "Business parameters"],
  hint: [
    "业务自己定的数，保存前先看影响",
    "Numbers the business sets; see the effect before saving",
  ],
  times: ["倍", "×"],
  days: ["天", "days"],
  share: ["赢率", "chance"],
  bounds: ["{{low}}–{{high}}，标准 {{standard}}", "{{low}}–{{high}}, standard {{standard}}"],
  outOf: ["应在 {{low}} 和 {{high}} 之间", "Must lie between {{low}} and {{high}}"],
  preview: ["保存之前", "Before you save"],
  nothing: ["改动一个数，这里会显示谁会变级。", "Change a number to see who changes grade."],
  changes: [
    "{{count}} 条进行中的线索会变级，共 {{leads}} 条。",
    "{{count}} of {{leads}} open leads would change grade.",
  ],
  noLeads: [
    "还没有评级的线索，无法预览等级的变化。",
    "No graded leads yet, so there is nothing to preview.",
  ],
  grade: ["等级", "Grade"],
  now: ["现在", "Now"],
  after: ["改后", "Then"],
  lead: ["线索", "Lead"],
  chance: ["赢单概率", "Chance"],
  lastQuarter: ["近 90 天结束的线索", "Leads that ended in the last 90 days"],
  noneEnded: ["其间结束的线索都没有评分。", "None of those that ended had a score."],
  lastQuarterSays: [
    "{{ended}} 条，赢 {{won}}。A、B 级现在 {{before}} 条（赢 {{beforeWon}}），改后 {{after}} 条（赢 {{afterWon}}）。",
    "{{ended}}, {{won}} won. Graded A or B: now {{before}} ({{beforeWon}} won), then {{after}} ({{afterWon}} won).",
  ],
  note: ["为什么改", "Why"],
  save: ["保存并生效", "Save"],
  discard: ["放弃改动", "Discard"],
  history: ["历史", "History"],
  noHistory: ["还没有改过。", "Nothing has been changed yet."],
  adminOnly: ["只有管理员可以改。", "Only admins can change them."],
  learning: [
    "保存后重新训练：{{names}}。它从改动的参数学习。",
    "Trained anew when saved: {{names}}. It learns from the changed number.",
  ],
} as const satisfies Pairs;
