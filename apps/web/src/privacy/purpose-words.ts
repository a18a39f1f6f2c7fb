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

/** What stops where a purpose may not be served. */
export const stopWords: Readonly<Partial<Record<ConsentPurpose, Label>>> = {
  marketing: { zh: "不向其发送营销邮件", en: "no marketing mail is sent" },
  service: { zh: "不向其发送服务邮件", en: "no service mail is sent" },
  "automated-decisions": {
    zh: "不评分，智能体不为其运行",
    en: "no scores, and no agent runs for them",
  },
};
