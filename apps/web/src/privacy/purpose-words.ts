import type { ConsentPurpose, Label } from "@causeway/platform-contract";

/** What stops where a purpose may not be served. */
export const stopWords: Readonly<Partial<Record<ConsentPurpose, Label>>> = {
  marketing: { zh: "不向其发送营销邮件", en: "no marketing mail is sent" },
  service: { zh: "不向其发送服务邮件", en: "no service mail is sent" },
  "automated-decisions": {
    zh: "不评分，智能体不为其运行",
    en: "no scores, and no agent runs for them",
  },
};
