import type { LearnedWeights } from "@causeway/engine-linkage";
import type { MatchingRuleBody } from "@causeway/platform-contract";
import { normalizePhone } from "../identifiers/normalize.ts";

/** A rule as it is used: what a person said, and what was learned from the workspace's own data. */
export interface MatchingRule {
  readonly id: string;
  readonly body: MatchingRuleBody;
  readonly weights: LearnedWeights;
}

/** Says where an event came from, not who was there: such evidence never joins two people who are both named. */
const placeFields: ReadonlySet<string> = new Set([
  "ip",
  "user_agent",
  "mac",
  "device_model",
  "city",
  "timezone",
]);

/** Says for whom somebody works, which colleagues have in common. */
const companyFields: ReadonlySet<string> = new Set([
  "company",
  "company_name",
  "company_domain",
  "company_phone",
  "group",
]);

/**
 * Whether nothing speaks for two being one but a number that may be a switchboard's, and what all have in common who
 * answer it: place, device and company.
 */
export function isSwitchboardAlone(
  evidence: readonly {
    readonly field: string;
    readonly bits: number;
    readonly values: readonly string[];
  }[],
): boolean {
  const speaking = evidence.filter(({ bits }) => bits > 0);
  const lines = speaking.filter(
    ({ values: [left = "", right = ""] }) => isLine(left) && isLine(right),
  );
  return (
    lines.length > 0 &&
    speaking.every(
      (one) => placeFields.has(one.field) || companyFields.has(one.field) || lines.includes(one),
    )
  );
}

function isLine(value: string): boolean {
  return /^\+\d+$/.test(value) && normalizePhone(value)?.of === "either";
}

/** Whether a rule asks about devices and places only. */
export function isAboutDevices({ fields }: MatchingRuleBody): boolean {
  return fields.every(({ field }) => placeFields.has(field));
}

/** Fields whose common values say nothing at all; the others of one field all say the same. */
export function cappedFields({ fields }: MatchingRuleBody): ReadonlySet<string> {
  return new Set(fields.flatMap(({ field, mostSharing }) => (mostSharing === null ? [] : [field])));
}

/** Every field that a rule looks at, once. */
export function fieldsOf({ fields }: MatchingRuleBody): readonly string[] {
  return [...new Set(fields.map(({ field }) => field))];
}
