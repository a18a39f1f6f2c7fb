import { type ConsentPurpose, type Label, purposeWords } from "@causeway/platform-contract";
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

/** The head of the column that says how it stands with a purpose. */
export function consentHead(purpose: ConsentPurpose): Label {
  const { zh, en } = purposeWords[purpose];
  return { zh: `同意：${zh}`, en: `Consent: ${en.toLowerCase()}` };
}
