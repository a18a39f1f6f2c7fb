import { controlGroups } from "@causeway/engine-graph";
import type { GroupMember, OwnershipStep } from "@causeway/platform-contract";
import type { KnownHolding, Ownership } from "./read-holdings.ts";

/** A company (or person at the head) in its group. */
export interface ComputedMember extends GroupMember {
  readonly key: string;
  readonly head: string;
  /** Keys of those on the way from the head, the head first. */
  readonly holders: readonly string[];
  /** When the last fact became known that this membership rests on. */
  readonly knownAt: Date;
}

export interface ComputedGroups {
  /** Heads first in each group; only groups with at least one account. */
  readonly members: readonly ComputedMember[];
  /** Companies of which more than a whole is stated. */
  readonly doubtful: readonly { readonly name: string; readonly total: number }[];
}

/** Who belongs to whom, with the way from the head down to each company. */
export function computeGroups(ownership: Ownership, above: number): ComputedGroups {
  const { parties, holdings } = ownership;
  const controls = controlGroups(holdings, above);
  const byPair = new Map(holdings.map((each) => [`${each.holder}\n${each.company}`, each]));
  const stepTo = (
    company: string,
  ): { readonly step: OwnershipStep; readonly holding: KnownHolding } | undefined => {
    const control = controls.get(company);
    const holding = control && byPair.get(`${control.through}\n${company}`);
    if (control === undefined || holding === undefined) return undefined;
    const isStated = holding.statedBy !== "register";
    return {
      holding,
      step: {
        holder: parties.get(holding.holder)?.shown ?? "",
        company: parties.get(company)?.shown ?? "",
        share: isStated ? null : rounded(control.direct),
        together: isStated ? null : rounded(control.together),
        statedBy: holding.statedBy,
        knownAt: holding.knownAt.toISOString(),
      },
    };
  };
  const groups = new Map<string, ComputedMember[]>();
  for (const [company, { head }] of controls) {
    const path: OwnershipStep[] = [];
    const holders: string[] = [];
    let knownAt = new Date(0);
    for (let at = company; at !== head; ) {
      const found = stepTo(at);
      if (found === undefined) break;
      path.unshift(found.step);
      holders.unshift(found.holding.holder);
      if (found.holding.knownAt > knownAt) knownAt = found.holding.knownAt;
      at = found.holding.holder;
    }
    const members = groups.get(head) ?? [];
    members.push({ ...memberOf(ownership, company, head, knownAt), path, holders });
    groups.set(head, members);
  }
  const members = [...groups].flatMap(([head, below]) => {
    const sorted = below.sort(
      (a, b) => a.path.length - b.path.length || (a.name < b.name ? -1 : 1),
    );
    // The head leads a group since its first company belongs to it.
    const since = new Date(Math.min(...sorted.map(({ knownAt }) => knownAt.getTime())));
    const all = [memberOf(ownership, head, head, since), ...sorted];
    return all.some(({ accountId }) => accountId !== null) ? all : [];
  });
  return { members, doubtful: doubtfulOf(ownership) };
}

function memberOf(
  { parties }: Ownership,
  key: string,
  head: string,
  knownAt: Date,
): ComputedMember {
  const party = parties.get(key);
  return {
    key,
    head,
    name: party?.shown ?? key,
    creditCode: party?.creditCode ?? null,
    isPerson: party?.isPerson ?? false,
    accountId: party?.accountId ?? null,
    path: [],
    holders: [],
    knownAt,
  };
}

function doubtfulOf({ parties, holdings }: Ownership): ComputedGroups["doubtful"] {
  const totals = new Map<string, number>();
  for (const { company, share } of holdings)
    totals.set(company, (totals.get(company) ?? 0) + share);
  return [...totals]
    .filter(([, total]) => total > 100.5)
    .map(([key, total]) => ({ name: parties.get(key)?.shown ?? key, total: rounded(total) }))
    .sort((a, b) => b.total - a.total);
}

function rounded(percent: number): number {
  return Math.round(percent * 100) / 100;
}
