import type { EventItem, SourceKind } from "@causeway/engine-simulation";

/** An event, whom it was given to, and whether that one is known. */
export interface Owned {
  readonly item: EventItem;
  readonly owner: string | null;
  readonly known: boolean;
}

export interface Scores {
  /** Of the numbers of each kind that were given to somebody known: the share given to the right person, and how many. */
  readonly kinds: readonly {
    readonly kind: SourceKind;
    readonly right: number;
    readonly given: number;
    readonly all: number;
  }[];
  /** Mean of the kinds' shares. */
  readonly macro: number;
  /** Sessions on own sites in the last 30 days. */
  readonly sessions: {
    readonly all: number;
    readonly known: number;
    readonly right: number;
  };
}

const numbered: readonly SourceKind[] = ["ad", "order", "message", "pickup"];
const sessionGapMs = 30 * 60_000;
const recentMs = 30 * 86_400_000;

/** Compares owners with the truth; an owner is the true person who has most of its events. */
export function scoreAssignments(owned: readonly Owned[], endMs: number): Scores {
  const persons = personsOf(owned);
  const isRight = ({ owner, item }: Owned): boolean =>
    owner !== null && persons.get(owner) === item.truth.person;
  const kinds = numbered.map((kind) => {
    const own = owned.filter(({ item }) => item.source === kind && item.truth.person !== undefined);
    const given = own.filter(({ known }) => known);
    return { kind, right: given.filter(isRight).length, given: given.length, all: own.length };
  });
  const shares = kinds.map(({ right, given }) => right / Math.max(1, given));
  const sessions = sessionsOf(owned, endMs - recentMs);
  const known = sessions.filter((session) => session.some((one) => one.known));
  const right = known.filter((session) => session.filter((one) => one.known).every(isRight));
  return {
    kinds,
    macro: shares.reduce((sum, share) => sum + share, 0) / shares.length,
    sessions: { all: sessions.length, known: known.length, right: right.length },
  };
}

function personsOf(owned: readonly Owned[]): ReadonlyMap<string, number> {
  const counts = new Map<string, Map<number, number>>();
  for (const { owner, item } of owned) {
    const { person } = item.truth;
    if (owner === null || person === undefined) continue;
    const own = counts.get(owner) ?? new Map<number, number>();
    counts.set(owner, own.set(person, (own.get(person) ?? 0) + 1));
  }
  return new Map(
    [...counts].map(([owner, own]) => {
      const [most] = [...own].sort((a, b) => b[1] - a[1]);
      return [owner, most?.[0] ?? -1] as const;
    }),
  );
}

/** Visits: events of one browser of one person with less than half an hour between. */
function sessionsOf(owned: readonly Owned[], fromMs: number): readonly (readonly Owned[])[] {
  const open = new Map<string, Owned[]>();
  const sessions: Owned[][] = [];
  for (const one of owned) {
    const { source, atMs, event, truth } = one.item;
    if (source !== "web" || atMs < fromMs || truth.person === undefined) continue;
    const key = `${event.anonymousId} ${truth.person}`;
    const held = open.get(key);
    const last = held?.at(-1)?.item.atMs ?? Number.NEGATIVE_INFINITY;
    if (held !== undefined && atMs - last <= sessionGapMs) {
      held.push(one);
      continue;
    }
    const fresh = [one];
    open.set(key, fresh);
    sessions.push(fresh);
  }
  return sessions;
}
