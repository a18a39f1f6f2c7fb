import type { ConsentPurpose, Label } from "@causeway/platform-contract";

/** What a consent may be for. */
export const purposeWords: Readonly<Record<ConsentPurpose, Label>> = {
  service: { zh: "服务与合同", en: "Service and contract" },
  marketing: { zh: "营销", en: "Marketing" },
  analytics: { zh: "行为分析", en: "Analytics" },
  "automated-decisions": { zh: "自动化决策与画像", en: "Automated decisions" },
  sharing: { zh: "向他人提供", en: "Sharing with others" },
  "cross-border": { zh: "出境", en: "Transfer abroad" },
  sensitive: { zh: "敏感个人信息", en: "Sensitive data" },
};
