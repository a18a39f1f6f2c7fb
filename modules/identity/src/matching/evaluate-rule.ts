import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { Identifier } from "../identifiers/identifier.ts";
import { type Choice, chooseMatches } from "./choose-matches.ts";
import { findCandidates, type Pair } from "./find-candidates.ts";
import { isAboutDevices, type MatchingRule } from "./matching-rule.ts";
import { type WeighedPair, weighCandidates } from "./weigh-candidates.ts";

/** A person as a rule sees them. */
export interface Candidate {
  readonly person: string;
  readonly founder: Identifier;
  readonly known: boolean;
  readonly events: number;
}

export interface Evaluation extends Choice {
  readonly compared: number;
  /** Pairs that are left out because they wait for a person already. */
  readonly waiting: number;
  readonly people: ReadonlyMap<string, Candidate>;
  /** Those who changed, and all on whom it depends what becomes of them: they need no look of their own. */
  readonly looked: ReadonlySet<string>;
}

/** More people than these are not drawn into the look at those who changed. */
const mostDrawnIn = 2_000;

/**
 * What a rule says of all people, or of those who changed, whoever agrees with them, whoever agrees with those, and so on:
 * which of two a nameless one belongs to, and whether there are two, must not depend on who was looked at first. Pairs that
 * somebody decided to stay apart, or has looked at already, are left out.
 */
export async function evaluateRule(
  trx: WorkspaceTransaction,
  rule: MatchingRule,
  changed: readonly string[] | null,
): Promise<Evaluation> {
  const { mergeAt, reviewAt } = rule.body;
  const people = new Map<string, Candidate>();
  const [open, waiting]: [WeighedPair[], WeighedPair[]] = [[], []];
  const looked = new Set(changed ?? []);
  const compared = new Set<string>();
  for (let next = changed; next === null || next.length > 0; ) {
    const found = await compare(trx, rule, next, compared);
    for (const [id, person] of found.people) people.set(id, person);
    open.push(...found.open);
    waiting.push(...found.waiting);
    if (next === null) break;
    const likely = [...found.open, ...found.waiting].filter((pair) => pair.probability >= reviewAt);
    const drawn = new Set(likely.flatMap(({ left, right }) => [left, right]));
    next = [...drawn].filter((id) => !looked.has(id)).sort();
    if (looked.size + next.length > mostDrawnIn + (changed?.length ?? 0)) break;
    for (const id of next) looked.add(id);
  }
  const thresholds = { mergeAt, reviewAt, isAboutDevices: isAboutDevices(rule.body) };
  const choice = chooseMatches(open, people, thresholds, waiting);
  return { ...choice, compared: open.length, waiting: waiting.length, people, looked };
}

/** Weighs the pairs of some people that were not weighed yet. */
async function compare(
  trx: WorkspaceTransaction,
  rule: MatchingRule,
  changed: readonly string[] | null,
  compared: Set<string>,
) {
  const found = (await findCandidates(trx, rule.body, changed)).filter(
    (pair) => !compared.has(pair.join(" ")),
  );
  for (const pair of found) compared.add(pair.join(" "));
  const people = await readCandidates(trx, [...new Set(found.flat())]);
  const { barred, waiting, answered } = await settledPairs(trx, found, people);
  const wanted = found.filter((pair) => {
    const key = pair.join(" ");
    return !barred.has(key) && !answered.has(key);
  });
  const weighed = await weighCandidates(trx, rule, wanted);
  const waits = ({ left, right }: WeighedPair) => waiting.has(`${left} ${right}`);
  return {
    people,
    open: weighed.filter((pair) => !waits(pair)),
    waiting: weighed.filter(waits),
  };
}

async function readCandidates(
  trx: WorkspaceTransaction,
  people: readonly string[],
): Promise<ReadonlyMap<string, Candidate>> {
  const { rows } = await sql<{
    person: string;
    kind: string;
    value: string;
    known: boolean;
    events: number;
  }>`select r.id as person, r.founder_kind as kind, r.founder_value as value,
      bool_or(p.known) as known, sum(p.events)::bigint as events
    from profiles r join profiles p on p.canonical_id = r.id
    where r.id = any(${people}::uuid[]) group by r.id`.execute(trx);
  return new Map(
    rows.map(({ person, kind, value, known, events }) => [
      person,
      { person, founder: { kind, value }, known, events },
    ]),
  );
}

interface SettledPairs {
  /** A decision keeps them apart. */
  readonly barred: ReadonlySet<string>;
  readonly waiting: ReadonlySet<string>;
  readonly answered: ReadonlySet<string>;
}

async function settledPairs(
  trx: WorkspaceTransaction,
  pairs: readonly Pair[],
  people: ReadonlyMap<string, Candidate>,
): Promise<SettledPairs> {
  const lefts = pairs.map(([left]) => left);
  const rights = pairs.map(([, right]) => right);
  const { rows } = await sql<{ pair: string }>`
    with asked as (select * from unnest(${lefts}::uuid[], ${rights}::uuid[]) as a(l, r)),
    bars as (
      select c.kind, c.value, c.other_kind, c.other_value from identity_constraints c
      join identity_decisions d on d.id = c.decision_id where d.verdict = 'apart'
    ), sides as (
      select p.canonical_id as person, p.founder_kind as kind, p.founder_value as value from profiles p
      where exists (select 1 from bars b where b.kind = p.founder_kind and b.value = p.founder_value)
      union select p.canonical_id, i.kind, i.value from bars b
      join identifiers i on i.kind = b.kind and i.value = b.value join profiles p on p.id = i.profile_id
    )
    select distinct a.l || ' ' || a.r as pair from asked a
    join sides s on s.person = a.l
    join bars b on b.kind = s.kind and b.value = s.value
    join sides o on o.person = a.r and o.kind = b.other_kind and o.value = b.other_value`.execute(
    trx,
  );
  const barred = new Set(rows.map(({ pair }) => pair));
  return { barred, ...(await reviewedPairs(trx, pairs, people)) };
}

async function reviewedPairs(
  trx: WorkspaceTransaction,
  pairs: readonly Pair[],
  people: ReadonlyMap<string, Candidate>,
): Promise<Omit<SettledPairs, "barred">> {
  const { rows } = await sql<{
    left_kind: string;
    left_value: string;
    right_kind: string;
    right_value: string;
    state: string;
  }>`select left_kind, left_value, right_kind, right_value, state from matching_reviews`.execute(
    trx,
  );
  const stateOf = new Map(
    rows.map((row) => [
      [row.left_kind, row.left_value, row.right_kind, row.right_value].join("\u0000"),
      row.state,
    ]),
  );
  const waiting = new Set<string>();
  const answered = new Set<string>();
  for (const pair of stateOf.size === 0 ? [] : pairs) {
    const [one, other] = orderedSides(people.get(pair[0])?.founder, people.get(pair[1])?.founder);
    const state = stateOf.get([one.kind, one.value, other.kind, other.value].join("\u0000"));
    if (state !== undefined) (state === "open" ? waiting : answered).add(pair.join(" "));
  }
  return { waiting, answered };
}

const nobody: Identifier = { kind: "", value: "" };

/** Two sides in the one order in which a pair is kept. */
export function orderedSides(
  left: Identifier = nobody,
  right: Identifier = nobody,
): readonly [Identifier, Identifier] {
  const isOrdered =
    left.kind < right.kind || (left.kind === right.kind && left.value <= right.value);
  return isOrdered ? [left, right] : [right, left];
}
