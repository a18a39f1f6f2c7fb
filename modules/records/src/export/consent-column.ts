import type { ConsentPurpose, Label } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";

/** Whether people may be used for a purpose, as those who know consent say it. */
export type ConsentOf = (
  trx: WorkspaceTransaction,
  object: string,
  ids: readonly string[],
  purpose: ConsentPurpose,
) => Promise<
  ReadonlyMap<string, { readonly allowed: boolean; readonly reason?: "refused" | "not-given" }>
>;

/** For what a list of people leaves the house: those who may not be used for it are left out, or told. */
export interface ConsentAsked {
  readonly purpose: ConsentPurpose;
  readonly way: "omit" | "mark";
  readonly consentOf: ConsentOf;
}

/** Objects whose records are people that can say no. */
export const consenting: ReadonlySet<string> = new Set(["contact", "lead"]);

export const consentHead: Readonly<Record<ConsentPurpose, Label>> = {
  service: { zh: "同意：服务与合同", en: "Consent: service and contract" },
  marketing: { zh: "同意：营销", en: "Consent: marketing" },
  analytics: { zh: "同意：行为分析", en: "Consent: analytics" },
  "automated-decisions": { zh: "同意：自动化决策", en: "Consent: automated decisions" },
  sharing: { zh: "同意：向他人提供", en: "Consent: sharing" },
  "cross-border": { zh: "同意：出境", en: "Consent: transfer abroad" },
  sensitive: { zh: "同意：敏感个人信息", en: "Consent: sensitive data" },
};

export const verdictWords = {
  allowed: { zh: "可以使用", en: "may be used" },
  refused: { zh: "已拒绝", en: "refused" },
  "not-given": { zh: "尚未同意", en: "not given" },
} as const satisfies Readonly<Record<string, Label>>;
