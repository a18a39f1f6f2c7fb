import { AppError } from "@causeway/kernel";
import type { PersonIdentity } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { companiesOfPerson } from "../companies/companies-of-person.ts";

type Merge = PersonIdentity["merges"][number];

interface MergeRow {
  readonly from_id: string;
  readonly to_id: string;
  readonly left_kind: string;
  readonly left_value: string;
  readonly right_kind: string;
  readonly right_value: string;
  readonly kind: string;
  readonly value: string;
  readonly event_id: string;
  readonly known_at: Date;
  readonly decision_id: string | null;
  readonly origin: "person" | "rule" | null;
  readonly rule_name: string | null;
  readonly actor_id: string | null;
  readonly evidence: NonNullable<Merge["decision"]>["pair"];
}

/** Profiles of one person shown at most; those with most events are kept. */
const mostProfiles = 200;

/** Why some profiles are one person: each merge with what met where, the companies they lead to, and what was kept out. Throws `AppError("not-found")`. */
export async function explainPerson(
  trx: WorkspaceTransaction,
  profile: string,
  actorName: (kind: string, id: string) => string,
): Promise<PersonIdentity> {
  const { rows: profiles } = await sql<{
    id: string;
    person: string;
    kind: string;
    value: string;
    events: number;
    first_seen: Date;
    last_seen: Date;
  }>`select id, canonical_id as person, founder_kind as kind, founder_value as value, events,
      first_seen, last_seen from profiles
    where canonical_id = (select canonical_id from profiles where id = ${profile}::uuid)
    order by events desc, id limit ${mostProfiles}`.execute(trx);
  const [first] = profiles;
  if (first === undefined)
    throw new AppError("not-found", { zh: "没有这位客户", en: "There is no such person" });
  const ids = profiles.map(({ id }) => id);
  return {
    person: first.person,
    profiles: profiles.map(({ id, kind, value, events, first_seen, last_seen }) => ({
      id,
      kind,
      value,
      events,
      firstSeenAt: first_seen.toISOString(),
      lastSeenAt: last_seen.toISOString(),
    })),
    merges: (await mergesOf(trx, ids)).map((row) => toMerge(row, actorName)),
    companies: await companiesOfPerson(trx, ids),
    apart: await apartFrom(trx, ids, actorName),
  };
}

async function mergesOf(
  trx: WorkspaceTransaction,
  ids: readonly string[],
): Promise<readonly MergeRow[]> {
  const { rows } = await sql<MergeRow>`
    select m.from_id, m.to_id, f.founder_kind as left_kind, f.founder_value as left_value,
      t.founder_kind as right_kind, t.founder_value as right_value, m.kind, m.value,
      m.event_id::text, m.known_at, d.id as decision_id, d.origin, d.actor_id, d.evidence,
      r.name as rule_name
    from profile_merges m join profiles f on f.id = m.from_id join profiles t on t.id = m.to_id
    left join identity_decisions d on m.kind = 'decision' and d.id::text = m.value
    left join matching_rules r on r.id = d.rule_id
    where m.loser_id = any(${ids}::uuid[]) order by m.known_at, m.event_id, m.loser_id`.execute(
    trx,
  );
  return rows;
}

function toMerge(row: MergeRow, actorName: (kind: string, id: string) => string): Merge {
  const { decision_id: id, origin, actor_id: actor, evidence, rule_name: ruleName } = row;
  return {
    from: row.from_id,
    to: row.to_id,
    left: { kind: row.left_kind, value: row.left_value },
    right: { kind: row.right_kind, value: row.right_value },
    by: { kind: row.kind, value: row.value },
    eventId: row.event_id,
    knownAt: row.known_at.toISOString(),
    decision:
      id === null || origin === null
        ? null
        : {
            id,
            origin,
            ruleName,
            actor: origin === "rule" ? (ruleName ?? "") : actorName("user", actor ?? ""),
            pair: evidence,
          },
  };
}

async function apartFrom(
  trx: WorkspaceTransaction,
  ids: readonly string[],
  actorName: (kind: string, id: string) => string,
): Promise<PersonIdentity["apart"]> {
  const { rows } = await sql<{
    id: string;
    left_kind: string;
    left_value: string;
    right_kind: string;
    right_value: string;
    actor_kind: string;
    actor_id: string;
    note: string;
    decided_at: Date;
  }>`select distinct d.id, d.left_kind, d.left_value, d.right_kind, d.right_value,
      d.actor_kind, d.actor_id, d.note, d.decided_at from (
      select founder_kind as kind, founder_value as value from profiles where id = any(${ids}::uuid[])
      union select kind, value from identifiers where profile_id = any(${ids}::uuid[])) held
    join identity_constraints c using (kind, value)
    join identity_decisions d on d.id = c.decision_id and d.verdict = 'apart'
    order by d.decided_at desc limit 100`.execute(trx);
  return rows.map((row) => ({
    id: row.id,
    left: { kind: row.left_kind, value: row.left_value },
    right: { kind: row.right_kind, value: row.right_value },
    actor: actorName(row.actor_kind, row.actor_id),
    note: row.note,
    decidedAt: row.decided_at.toISOString(),
  }));
}
