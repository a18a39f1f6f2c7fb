import type { Label } from "./locale.ts";
import type { ConsentPurpose, Erasure } from "./privacy.ts";

/** What a consent may be for: the same words on every page, in files and on certificates. */
export const purposeWords: Readonly<Record<ConsentPurpose, Label>> = {
  service: { zh: "服务与合同", en: "Service and contract" },
  marketing: { zh: "营销", en: "Marketing" },
  analytics: { zh: "行为分析", en: "Analytics" },
  "automated-decisions": { zh: "自动化决策与画像", en: "Automated decisions" },
  sharing: { zh: "向他人提供", en: "Sharing with others" },
  "cross-border": { zh: "出境", en: "Transfer abroad" },
  sensitive: { zh: "敏感个人信息", en: "Sensitive data" },
};

/** How it stands with a purpose. */
export const consentWords = {
  allowed: { zh: "可以使用", en: "May be used" },
  refused: { zh: "已拒绝", en: "Refused" },
  "not-given": { zh: "尚未同意", en: "Not given yet" },
} as const satisfies Readonly<Record<string, Label>>;

/** What an erasure rests on. */
export const basisWords: Readonly<Record<Erasure["basis"], Label>> = {
  request: { zh: "本人要求", en: "The person asked for it" },
  "consent-withdrawn": { zh: "撤回同意", en: "Consent was withdrawn" },
  "purpose-ended": { zh: "处理目的已实现或不再需要", en: "The purpose has ended" },
  unlawful: { zh: "处理违反法律或约定", en: "The processing was unlawful" },
  "restored-backup": { zh: "恢复备份后重新删除", en: "Erased again after a restore" },
};
