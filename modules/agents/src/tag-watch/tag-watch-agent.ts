import { type FieldCatalog, type FieldDescription, where } from "@causeway/engine-conditions";
import type { AgentDefinition } from "../agent.ts";
import { type Brief, type BriefDependencies, workBrief } from "../brief/work-brief.ts";
import { tagClaims } from "./tag-claims.ts";
import { quietDays, tagOccasions } from "./tag-occasions.ts";

const facts: FieldCatalog = new Map<string, FieldDescription>([
  ["tag", { type: "text", label: { zh: "标签", en: "Tag" } }],
  ["weight", { type: "number", label: { zh: "权重", en: "Weight" } }],
  [
    "age_hours",
    { type: "number", label: { zh: "标签到线后的小时数", en: "Hours since the tag reached it" } },
  ],
]);

const brief: Brief = {
  agent: "tag-watch",
  gather: tagClaims,
  draft: ({ title }) => ({
    zh: `${title}您好，您最近在了解的内容，我可以请同事整理一份资料给您，方便吗？`,
    en: `Hello ${title}, may I have a colleague put together what you have been reading about?`,
  }),
};

/** Wakes when behaviour has moved a tag of a lead or contact to its threshold; writes a task that says what they did. */
export function tagWatchAgent(options: BriefDependencies): AgentDefinition {
  return {
    name: brief.agent,
    label: { zh: "标签到线", en: "Tag at its threshold" },
    description: {
      zh: "行为把某个标签的权重推到阈值时，写一份带来源的简报，建好任务并通知负责人。",
      en: "When behaviour moves a tag to its threshold: writes a brief with sources, makes a task, tells the owner.",
    },
    facts,
    trigger: where("age_hours", "lessOrEqual", 72),
    quietDays,
    occasions: tagOccasions,
    work: (work) => workBrief(work, brief, options),
  };
}
