import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { ResolvedEvent } from "../graph/fold-events.ts";
import type { GraphState } from "../graph/graph-state.ts";
import { sharedDeviceKind, sharedKinds } from "../graph/resolve-event.ts";
import type { Identifier } from "../identifiers/identifier.ts";

/**
 * Keeps what events said about their people: traits (the latest said wins), names of companies, devices and places. Of those
 * who share a device without a name nothing is kept, they are many; of those who call from a switchboard or write from a mailbox of a role their company is.
 */
export async function saveFacts(
  trx: WorkspaceTransaction,
  state: GraphState,
  resolved: readonly ResolvedEvent[],
): Promise<void> {
  const kindOf = ({ profile }: ResolvedEvent) => state.profiles.get(profile)?.kind;
  const ofOne = resolved.filter((event) => !foundingKinds.has(kindOf(event) ?? ""));
  await saveTraits(trx, ofOne);
  await saveCompanies(
    trx,
    resolved.filter((event) => kindOf(event) !== sharedDeviceKind),
  );
  await saveEvidence(trx, ofOne);
}

const foundingKinds: ReadonlySet<string> = new Set(sharedKinds.values());

async function saveTraits(
  trx: WorkspaceTransaction,
  resolved: readonly ResolvedEvent[],
): Promise<void> {
  const latest = new Map<string, { name: string; value: string; from: ResolvedEvent }>();
  for (const from of resolved) {
    for (const [name, value] of from.identity.traits) {
      const key = `${from.profile} ${name}`;
      const known = latest.get(key);
      if (known === undefined || isLater(from, known.from)) latest.set(key, { name, value, from });
    }
  }
  const rows = [...latest.values()];
  if (rows.length === 0) return;
  await sql`insert into profile_traits (profile_id, name, value, occurred_at, event_id)
    select * from unnest(
      ${rows.map(({ from }) => from.profile)}::uuid[],
      ${rows.map(({ name }) => name)}::text[],
      ${rows.map(({ value }) => value)}::text[],
      ${rows.map(({ from }) => from.event.occurredAt.toISOString())}::timestamptz[],
      ${rows.map(({ from }) => from.event.id)}::bigint[])
    on conflict (profile_id, name) do update set
      value = excluded.value, occurred_at = excluded.occurred_at, event_id = excluded.event_id
    where (excluded.occurred_at, excluded.event_id) >=
      (profile_traits.occurred_at, profile_traits.event_id)`.execute(trx);
}

function isLater(left: ResolvedEvent, right: ResolvedEvent): boolean {
  const differenceMs = left.event.occurredAt.getTime() - right.event.occurredAt.getTime();
  if (differenceMs !== 0) return differenceMs > 0;
  return BigInt(left.event.id) >= BigInt(right.event.id);
}

async function saveCompanies(
  trx: WorkspaceTransaction,
  resolved: readonly ResolvedEvent[],
): Promise<void> {
  const earliest = new Map<string, { kind: string; value: string; from: ResolvedEvent }>();
  for (const from of resolved) {
    for (const { kind, value } of [...from.identity.companies, ...tokensOfOthers(from)]) {
      const key = `${from.profile} ${kind} ${value}`;
      const known = earliest.get(key);
      if (known === undefined || from.event.receivedAt < known.from.event.receivedAt) {
        earliest.set(key, { kind, value, from });
      }
    }
  }
  const rows = [...earliest.values()];
  if (rows.length === 0) return;
  await sql`insert into profile_companies (profile_id, kind, value, known_at)
    select * from unnest(
      ${rows.map(({ from }) => from.profile)}::uuid[],
      ${rows.map(({ kind }) => kind)}::text[],
      ${rows.map(({ value }) => value)}::text[],
      ${rows.map(({ from }) => from.event.receivedAt.toISOString())}::timestamptz[])
    on conflict (profile_id, kind, value) do update set
      known_at = least(profile_companies.known_at, excluded.known_at)`.execute(trx);
}

/** An order that a colleague named before says for whom somebody acts, though it is not theirs. */
function tokensOfOthers({ changes }: ResolvedEvent): readonly Identifier[] {
  return changes.flatMap((change) =>
    change.kind === "demotion" &&
    change.reason === "belongs-to-another" &&
    change.identifier.kind.startsWith("external:")
      ? [change.identifier]
      : [],
  );
}

async function saveEvidence(
  trx: WorkspaceTransaction,
  resolved: readonly ResolvedEvent[],
): Promise<void> {
  const latest = new Map<string, { field: string; value: string; from: ResolvedEvent }>();
  for (const from of resolved) {
    for (const [field, value] of from.identity.evidence) {
      const key = `${from.profile} ${field} ${value}`;
      const known = latest.get(key);
      if (known === undefined || isLater(from, known.from)) latest.set(key, { field, value, from });
    }
  }
  const rows = [...latest.values()];
  if (rows.length === 0) return;
  await sql`insert into profile_evidence (profile_id, field, value, last_seen)
    select * from unnest(
      ${rows.map(({ from }) => from.profile)}::uuid[],
      ${rows.map(({ field }) => field)}::text[],
      ${rows.map(({ value }) => value)}::text[],
      ${rows.map(({ from }) => from.event.occurredAt.toISOString())}::timestamptz[])
    on conflict (profile_id, field, value) do update set last_seen = excluded.last_seen
    where excluded.last_seen > profile_evidence.last_seen`.execute(trx);
}
