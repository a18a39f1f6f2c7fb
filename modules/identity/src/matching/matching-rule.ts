import type { LearnedWeights } from "@causeway/engine-linkage";
import type { MatchingRuleBody } from "@causeway/platform-contract";

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
