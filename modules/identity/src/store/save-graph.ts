import type { ProfileId } from "@causeway/kernel";
import type { StoredEvent } from "@causeway/module-touchpoints";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { ResolvedEvent } from "../graph/fold-events.ts";
import type { Demotion, Switch } from "../graph/graph-change.ts";
import { type GraphState, rootOf } from "../graph/graph-state.ts";
import { deviceKind, type Identifier, identifierKey } from "../identifiers/identifier.ts";

/** Writes what a batch of events did to the identity graph, in one statement a table. */
export async function saveGraph(
  trx: WorkspaceTransaction,
  state: GraphState,
  resolved: readonly ResolvedEvent[],
): Promise<void> {
  if (resolved.length === 0) return;
  await saveProfiles(trx, state, resolved);
  await saveMerges(trx, resolved);
  await saveUndone(trx, resolved);
  await saveCanonical(trx, state, resolved);
  await saveIdentifiers(trx, state, resolved);
  await saveNotes(trx, resolved);
  await sql`insert into event_profiles (event_id, profile_id) select * from unnest(
    ${resolved.map(({ event }) => event.id)}::bigint[],
    ${resolved.map(({ profile }) => profile)}::uuid[])`.execute(trx);
}

/** When something was seen and became known, in milliseconds. */
interface Span {
  readonly firstMs: number;
  readonly lastMs: number;
  readonly knownMs: number;
  readonly count: number;
}

const nothing: Span = { firstMs: Infinity, lastMs: -Infinity, knownMs: Infinity, count: 0 };

function widen(span: Span, event: StoredEvent): Span {
  const occurredMs = event.occurredAt.getTime();
  return {
    firstMs: Math.min(span.firstMs, occurredMs),
    lastMs: Math.max(span.lastMs, occurredMs),
    knownMs: Math.min(span.knownMs, event.receivedAt.getTime()),
    count: span.count + 1,
  };
}

function iso(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

function isoOrNull(timeMs: number | null): string | null {
  return timeMs === null ? null : iso(timeMs);
}

async function saveProfiles(
  trx: WorkspaceTransaction,
  state: GraphState,
  resolved: readonly ResolvedEvent[],
): Promise<void> {
  const spans = new Map<ProfileId, Span>();
  for (const { event, profile } of resolved)
    spans.set(profile, widen(spans.get(profile) ?? nothing, event));
  const rows = [...spans].flatMap(([id, span]) => {
    const node = state.profiles.get(id);
    return node === undefined ? [] : [{ node, span }];
  });
  await sql`insert into profiles
      (id, canonical_id, founder_kind, founder_value, known, founded_by, first_seen, last_seen, events)
    select * from unnest(
      ${rows.map(({ node }) => node.id)}::uuid[],
      ${rows.map(({ node }) => rootOf(state, node.id).id)}::uuid[],
      ${rows.map(({ node }) => node.kind)}::text[],
      ${rows.map(({ node }) => node.value)}::text[],
      ${rows.map(({ node }) => node.known)}::boolean[],
      ${rows.map(({ node }) => String(node.foundedBy))}::bigint[],
      ${rows.map(({ span }) => iso(span.firstMs))}::timestamptz[],
      ${rows.map(({ span }) => iso(span.lastMs))}::timestamptz[],
      ${rows.map(({ span }) => span.count)}::bigint[])
    on conflict (id) do update set
      known = excluded.known,
      first_seen = least(profiles.first_seen, excluded.first_seen),
      last_seen = greatest(profiles.last_seen, excluded.last_seen),
      events = profiles.events + excluded.events`.execute(trx);
}

/** Points every profile of a merged person to the one it belongs to now, also those that were not loaded. */
async function saveCanonical(
  trx: WorkspaceTransaction,
  state: GraphState,
  resolved: readonly ResolvedEvent[],
): Promise<void> {
  const hasMerges = resolved.some(({ changes }) => changes.some(({ kind }) => kind === "merge"));
  const moved = hasMerges
    ? [...state.profiles.values()].filter((node) => node.parent !== node.id)
    : [];
  if (moved.length > 0) {
    await sql`update profiles p set canonical_id = m.root from unnest(
        ${moved.map((node) => node.id)}::uuid[],
        ${moved.map((node) => rootOf(state, node.id).id)}::uuid[]) as m(loser, root)
      where p.canonical_id = m.loser and p.canonical_id <> m.root`.execute(trx);
  }
  // Those that an event belongs to have been written already.
  const written = new Set(resolved.map(({ profile }) => profile));
  const named = [...state.profiles.values()].filter(
    (node) => node.parent === node.id && node.known && !node.wasKnown && !written.has(node.id),
  );
  if (named.length === 0) return;
  await sql`update profiles set known = true
    where id = any(${named.map((node) => node.id)}::uuid[]) and not known`.execute(trx);
}

async function saveMerges(
  trx: WorkspaceTransaction,
  resolved: readonly ResolvedEvent[],
): Promise<void> {
  const rows = resolved.flatMap(({ event, changes }) =>
    changes.flatMap((change) => (change.kind === "merge" ? [{ event, change }] : [])),
  );
  if (rows.length === 0) return;
  await sql`insert into profile_merges
      (loser_id, winner_id, from_id, to_id, kind, value, event_id, known_at)
    select * from unnest(
      ${rows.map(({ change }) => change.loser)}::uuid[],
      ${rows.map(({ change }) => change.winner)}::uuid[],
      ${rows.map(({ change }) => change.from)}::uuid[],
      ${rows.map(({ change }) => change.to)}::uuid[],
      ${rows.map(({ change }) => change.by.kind)}::text[],
      ${rows.map(({ change }) => change.by.value)}::text[],
      ${rows.map(({ event }) => event.id)}::bigint[],
      ${rows.map(({ event, change }) => knownAt(event, change.decidedAtMs))}::timestamptz[])`.execute(
    trx,
  );
}

/** What was decided is known since the decision, or since the event that it is about, if that came later. */
function knownAt({ receivedAt }: StoredEvent, decidedAtMs: number | null): string {
  return iso(Math.max(receivedAt.getTime(), decidedAtMs ?? -Infinity));
}

/** Merges that were believed until somebody decided otherwise; what the decision came before was never believed. */
async function saveUndone(
  trx: WorkspaceTransaction,
  resolved: readonly ResolvedEvent[],
): Promise<void> {
  const rows = resolved.flatMap(({ event, changes }) =>
    changes.flatMap((change) =>
      change.kind === "undone" && change.decidedAtMs > event.receivedAt.getTime()
        ? [{ event, change }]
        : [],
    ),
  );
  if (rows.length === 0) return;
  await sql`insert into undone_merges
      (from_id, to_id, kind, value, event_id, decision_id, known_at, undone_at)
    select * from unnest(
      ${rows.map(({ change }) => change.from)}::uuid[],
      ${rows.map(({ change }) => change.to)}::uuid[],
      ${rows.map(({ change }) => change.by.kind)}::text[],
      ${rows.map(({ change }) => change.by.value)}::text[],
      ${rows.map(({ event }) => event.id)}::bigint[],
      ${rows.map(({ change }) => change.decision)}::uuid[],
      ${rows.map(({ event }) => event.receivedAt.toISOString())}::timestamptz[],
      ${rows.map(({ change }) => iso(change.decidedAtMs))}::timestamptz[])`.execute(trx);
}

/** Why an identifier joined nobody, though its event is one of those that it was seen in. */
const fromShared: ReadonlySet<Demotion["reason"]> = new Set(["shared-line", "shared-mailbox"]);

async function saveIdentifiers(
  trx: WorkspaceTransaction,
  state: GraphState,
  resolved: readonly ResolvedEvent[],
): Promise<void> {
  const spans = new Map<string, { readonly identifier: Identifier; readonly span: Span }>();
  for (const { event, identity, changes } of resolved) {
    const { person, device } = identity;
    const all = device === null ? person : [...person, { kind: deviceKind, value: device }];
    // An event that an identifier was left out of says nothing about its owner.
    const leftOut = new Set(
      changes.flatMap((change) =>
        change.kind === "demotion" && !fromShared.has(change.reason)
          ? [identifierKey(change.identifier)]
          : [],
      ),
    );
    for (const identifier of all) {
      const key = identifierKey(identifier);
      if (leftOut.has(key)) continue;
      spans.set(key, { identifier, span: widen(spans.get(key)?.span ?? nothing, event) });
    }
  }
  const rows = [...spans.values()].flatMap(({ identifier, span }) => {
    const link = linkOf(state, identifier);
    return link === undefined ? [] : [{ identifier, span, ...link }];
  });
  await sql`insert into identifiers
      (kind, value, profile_id, shared, named_at, seated_at, switches, first_seen, last_seen, known_at)
    select * from unnest(
      ${rows.map((row) => row.identifier.kind)}::text[],
      ${rows.map((row) => row.identifier.value)}::text[],
      ${rows.map((row) => row.profile)}::uuid[],
      ${rows.map((row) => row.shared)}::boolean[],
      ${rows.map((row) => isoOrNull(row.knownAtMs))}::timestamptz[],
      ${rows.map((row) => isoOrNull(row.seatedAtMs))}::timestamptz[],
      ${rows.map((row) => row.switches)}::integer[],
      ${rows.map((row) => iso(row.span.firstMs))}::timestamptz[],
      ${rows.map((row) => iso(row.span.lastMs))}::timestamptz[],
      ${rows.map((row) => iso(row.span.knownMs))}::timestamptz[])
    on conflict (kind, value) do update set
      profile_id = excluded.profile_id,
      shared = excluded.shared,
      named_at = excluded.named_at,
      seated_at = excluded.seated_at,
      switches = excluded.switches,
      first_seen = least(identifiers.first_seen, excluded.first_seen),
      last_seen = greatest(identifiers.last_seen, excluded.last_seen),
      known_at = least(identifiers.known_at, excluded.known_at)`.execute(trx);
}

/** Where an identifier is tied; undefined for one that was left out. */
function linkOf(state: GraphState, identifier: Identifier) {
  if (identifier.kind !== deviceKind) {
    const link = state.people.get(identifierKey(identifier));
    return link && { ...link, knownAtMs: null, seatedAtMs: null, switches: 0 };
  }
  return state.devices.get(identifier.value);
}

async function saveNotes(
  trx: WorkspaceTransaction,
  resolved: readonly ResolvedEvent[],
): Promise<void> {
  const rows = resolved.flatMap(({ event, profile, changes }) =>
    changes.flatMap((change) => {
      if (change.kind !== "switch" && change.kind !== "demotion") return [];
      return [{ event, profile, change, about: subjectOf(change) }];
    }),
  );
  if (rows.length === 0) return;
  await sql`insert into identity_notes (event_id, note, profile_id, kind, value, other_id, detail)
    select * from unnest(
      ${rows.map(({ event }) => event.id)}::bigint[],
      ${rows.map(({ change }) => change.kind)}::text[],
      ${rows.map(({ profile }) => profile)}::uuid[],
      ${rows.map(({ about }) => about.kind)}::text[],
      ${rows.map(({ about }) => about.value)}::text[],
      ${rows.map(({ change }) => (change.kind === "switch" ? change.from : null))}::uuid[],
      ${rows.map(({ change }) => JSON.stringify(change))}::jsonb[])`.execute(trx);
}

function subjectOf(change: Switch | Demotion): Identifier {
  return change.kind === "switch" ? { kind: deviceKind, value: change.device } : change.identifier;
}
