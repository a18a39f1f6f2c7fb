import { allOf, where } from "@causeway/engine-conditions";
import type { Outbox } from "@causeway/platform-jobs";
import type { AgentDefinition } from "../agent.ts";
import { followUpFacts } from "./follow-up-facts.ts";
import { followUpOccasions, quietDays } from "./follow-up-occasions.ts";
import { type OwnerOf, workFollowUp } from "./work-follow-up.ts";

export interface FollowUpOptions {
  readonly outbox: Pick<Outbox, "enqueue">;
  /** Who owns a lead, for the task and the mail; undefined where nobody is left to tell. */
  readonly ownerOf: OwnerOf;
}

/** Wakes when a hot lead comes back to the pricing page; writes a task with a brief, and mails the owner. */
export function followUpAgent(options: FollowUpOptions): AgentDefinition {
  return {
    name: "follow-up",
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
    work: (work) => workFollowUp(work, options),
  };
}
