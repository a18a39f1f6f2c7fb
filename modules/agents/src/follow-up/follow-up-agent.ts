import { allOf, where } from "@causeway/engine-conditions";
import type { AgentDefinition } from "../agent.ts";
import { type Brief, type BriefDependencies, workBrief } from "../brief/work-brief.ts";
import { followUpFacts } from "./follow-up-facts.ts";
import { followUpOccasions, quietDays } from "./follow-up-occasions.ts";
import { gatherClaims } from "./gather-claims.ts";

const brief: Brief = {
  agent: "follow-up",
  gather: (trx, { subject }) => gatherClaims(trx, subject.id),
  draft: ({ title }) => ({
    zh: `${title}您好，报价上有任何问题，我今天就可以为您说明，什么时候方便通话？`,
    en: `Hello ${title}, I can go through the quotation with you today. When may I call?`,
  }),
};

/** Wakes when a hot lead comes back to the pricing page; writes a task with a brief, and mails the owner. */
export function followUpAgent(options: BriefDependencies): AgentDefinition {
  return {
    name: brief.agent,
    label: { zh: "热线索跟进", en: "Hot lead follow-up" },
    description: {
      zh: "A 级或 B 级线索再次打开报价页时，写一份带来源的简报，建好任务并通知负责人。",
      en: "When a lead graded A or B comes back to the pricing page: writes a brief with sources, makes a task, tells the owner.",
    },
    facts: followUpFacts,
    trigger: allOf(
      where("grade", "in", ["A", "B"]),
      where("earlier_pricing_visits", "greaterOrEqual", 1),
      where("lead_status", "in", ["new", "working", "qualified"]),
      where("age_hours", "lessOrEqual", 72),
    ),
    quietDays,
    occasions: followUpOccasions,
    work: (work) => workBrief(work, brief, options),
  };
}
