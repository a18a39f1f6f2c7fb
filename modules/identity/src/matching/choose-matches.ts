import { isSwitchboardAlone } from "./matching-rule.ts";
import type { WeighedPair } from "./weigh-candidates.ts";

/** What the choice must know of a person beside the pair. */
export interface PersonFacts {
  readonly known: boolean;
}

export interface Choice {
  readonly merge: readonly WeighedPair[];
  readonly review: readonly WeighedPair[];
  readonly apart: number;
  /** Of those apart: colleagues, families and the like, the most alike first. */
  readonly relatives: readonly WeighedPair[];
  /** Two people who are both named, at the same device or switchboard: never joined. */
  readonly refused: number;
  /** People of the largest group that the merges make. */
  readonly largestGroup: number;
}

interface Thresholds {
  readonly mergeAt: number;
  readonly reviewAt: number;
  /** Evidence of devices alone: at most one of those it joins is named. */
  readonly isAboutDevices: boolean;
}

interface Group {
  readonly members: readonly string[];
  readonly named: number;
}

/**
 * Sorts weighed pairs into three zones, the surest first. Devices, and a number that may be a switchboard's, join at most one
 * named person with the nameless; a nameless one that fits two named people nearly equally well is left to a person, also
 where one of the two pairs is among those that wait for a person already.
 */
export function chooseMatches(
  pairs: readonly WeighedPair[],
  facts: ReadonlyMap<string, PersonFacts>,
  { mergeAt, reviewAt, isAboutDevices }: Thresholds,
  waiting: readonly WeighedPair[] = [],
): Choice {
  const groups = new Map<string, Group>();
  const isKnown = (person: string): boolean => facts.get(person)?.known ?? false;
  const groupOf = (person: string): Group =>
    groups.get(person) ?? { members: [person], named: Number(isKnown(person)) };
  const ordered = pairs.toSorted(
    (a, b) => b.probability - a.probability || (a.left + a.right < b.left + b.right ? -1 : 1),
  );
  const rivals = isAboutDevices
    ? rivalsOf([...ordered, ...waiting], isKnown, reviewAt)
    : new Set<string>();
  const merge: WeighedPair[] = [];
  const review: WeighedPair[] = [];
  const apart: WeighedPair[] = [];
  let [refused, largestGroup] = [0, 1];
  for (const pair of ordered) {
    const [left, right] = [groupOf(pair.left), groupOf(pair.right)];
    if (left.members.includes(pair.right)) continue;
    const isUnsure = pair.probability < mergeAt || rivals.has(pair.left) || rivals.has(pair.right);
    if (pair.probability < reviewAt) apart.push(pair);
    else if (left.named + right.named > 1 && (isAboutDevices || isSwitchboardAlone(pair.evidence)))
      refused++;
    else if (isUnsure) review.push(pair);
    else {
      merge.push(pair);
      largestGroup = Math.max(largestGroup, joinGroups(groups, left, right));
    }
  }
  const relatives = apart.filter(({ related }) => related > 0.5);
  return { merge, review, apart: apart.length, relatives, refused, largestGroup };
}

/** Makes one group of two; returns how many people are in it. */
function joinGroups(groups: Map<string, Group>, left: Group, right: Group): number {
  const members = [...left.members, ...right.members];
  const joined = { members, named: left.named + right.named };
  for (const member of members) groups.set(member, joined);
  return members.length;
}

/** Nameless people who fit several named ones. */
function rivalsOf(
  pairs: readonly WeighedPair[],
  isKnown: (person: string) => boolean,
  reviewAt: number,
): ReadonlySet<string> {
  const suitors = new Map<string, Set<string>>();
  for (const { left, right, probability } of pairs) {
    if (probability < reviewAt || isKnown(left) === isKnown(right)) continue;
    const [nameless, named] = isKnown(left) ? [right, left] : [left, right];
    suitors.set(nameless, (suitors.get(nameless) ?? new Set()).add(named));
  }
  return new Set([...suitors].filter(([, named]) => named.size > 1).map(([person]) => person));
}
