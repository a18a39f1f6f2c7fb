import type { ProfileId } from "@causeway/kernel";
import type { MatchedPair } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { describePeople } from "../profiles/describe-people.ts";
import type { Candidate } from "./evaluate-rule.ts";
import type { WeighedPair } from "./weigh-candidates.ts";

/** Pairs as a person reads them, with what the two are called. */
export async function describePairs(
  trx: WorkspaceTransaction,
  pairs: readonly WeighedPair[],
  people: ReadonlyMap<string, Candidate>,
): Promise<readonly MatchedPair[]> {
  const ids = [...new Set(pairs.flatMap(({ left, right }) => [left, right]))];
  const described = await describePeople(trx, ids as ProfileId[]);
  const names = new Map(described.map(({ id, name }) => [id as string, name]));
  const side = (person: string): MatchedPair["left"] => {
    const { founder, known = false, events = 0 } = people.get(person) ?? {};
    return {
      kind: founder?.kind ?? "",
      value: founder?.value ?? "",
      profileId: person,
      name: names.get(person) ?? founder?.value ?? "",
      known,
      events,
    };
  };
  return pairs.map((pair) => ({
    probability: pair.probability,
    priorBits: pair.priorBits,
    against: pair.against,
    left: side(pair.left),
    right: side(pair.right),
    evidence: evidenceOf(pair),
  }));
}

/** What speaks for and against a pair, in plain data. */
export function evidenceOf({ evidence }: WeighedPair): MatchedPair["evidence"] {
  return evidence.map(({ field, bits, text, values: [left, right] }) => ({
    field,
    bits,
    text,
    values: [left, right],
  }));
}
