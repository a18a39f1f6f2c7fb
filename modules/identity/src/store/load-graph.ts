import type { ProfileId } from "@causeway/kernel";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { Constraint } from "../graph/constraints.ts";
import type { GraphState } from "../graph/graph-state.ts";
import { profileIdFor } from "../graph/profile-id.ts";
import { type ResolvableEvent, sharedFounder } from "../graph/resolve-event.ts";
import {
  deviceKind,
  type Identifier,
  identifierKey,
  mailboxKind,
} from "../identifiers/identifier.ts";
import type { RuleBook } from "../rules/identity-rules.ts";
import { constraintsOf, hasConstraints, loadMarks } from "./load-constraints.ts";

interface IdentifierRow {
  readonly kind: string;
  readonly value: string;
  readonly profile_id: ProfileId;
  readonly canonical_id: ProfileId;
  readonly shared: boolean;
  readonly named_at: Date | null;
  readonly seated_at: Date | null;
  readonly switches: number;
}

/** The part of the identity graph that these events touch, in a few queries whatever their number. */
export async function loadGraph(
  trx: WorkspaceTransaction,
  events: readonly ResolvableEvent[],
  book: RuleBook,
): Promise<GraphState> {
  const named = identifiersOf(events);
  const isDecided = await hasConstraints(trx);
  const constraints = isDecided
    ? await constraintsOf(trx, [...named, ...named.flatMap(sharedFounder)])
    : new Map<string, Constraint[]>();
  const partners = [...constraints.values()].flat().map(({ other }) => other);
  const rows = await loadIdentifiers(trx, [...named, ...partners]);
  const state: GraphState = {
    profiles: new Map(),
    people: new Map(),
    devices: new Map(),
    book,
    constraints,
  };
  const wanted = new Set<string>(partners.map(({ kind, value }) => profileIdFor(kind, value)));
  if (isDecided) for (const { kind, value } of named) wanted.add(profileIdFor(kind, value));
  for (const row of rows) {
    wanted.add(row.profile_id).add(row.canonical_id);
    if (row.kind === deviceKind) {
      const { profile_id: profile, shared, switches } = row;
      const knownAtMs = row.named_at?.getTime() ?? null;
      const seatedAtMs = row.seated_at?.getTime() ?? null;
      state.devices.set(row.value, { profile, shared, knownAtMs, seatedAtMs, switches });
    } else {
      state.people.set(identifierKey(row), { profile: row.profile_id, shared: row.shared });
    }
    for (const { kind, value } of row.shared ? sharedFounder(row) : []) {
      wanted.add(profileIdFor(kind, value));
    }
  }
  await loadProfiles(trx, state, [...wanted]);
  await loadCounts(trx, state);
  if (isDecided) await loadMarks(trx, state, constraints);
  return state;
}

function identifiersOf(events: readonly ResolvableEvent[]): readonly Identifier[] {
  const named = new Map(
    events
      .flatMap(({ person, device }) =>
        device === null ? person : [...person, { kind: deviceKind, value: device }],
      )
      .map((identifier) => [identifierKey(identifier), identifier]),
  );
  return [...named.values()];
}

async function loadIdentifiers(
  trx: WorkspaceTransaction,
  wanted: readonly Identifier[],
): Promise<readonly IdentifierRow[]> {
  const { rows } = await sql<IdentifierRow>`
    select i.kind, i.value, i.profile_id, p.canonical_id, i.shared, i.named_at, i.seated_at, i.switches
    from unnest(${wanted.map((one) => one.kind)}::text[], ${wanted.map((one) => one.value)}::text[])
      as wanted(kind, value)
    join identifiers i using (kind, value) join profiles p on p.id = i.profile_id`.execute(trx);
  return rows;
}

async function loadProfiles(
  trx: WorkspaceTransaction,
  state: GraphState,
  ids: readonly string[],
): Promise<void> {
  const { rows } = await sql<{
    id: ProfileId;
    canonical_id: ProfileId;
    kind: string;
    value: string;
    known: boolean;
    founded_by: string;
  }>`
    select id, canonical_id, founder_kind as kind, founder_value as value, known, founded_by::text from profiles
    where id in (select unnest(${ids}::uuid[])
      union select canonical_id from profiles where id = any(${ids}::uuid[]))`.execute(trx);
  for (const row of rows) {
    state.profiles.set(row.id, {
      id: row.id,
      kind: row.kind,
      value: row.value,
      parent: row.canonical_id,
      known: row.known,
      wasKnown: row.known,
      foundedBy: BigInt(row.founded_by),
      counts: new Map(),
      marks: new Set(),
    });
  }
}

/**
 * How many identifiers of each kind each whole person holds, for the limits. From the person to its profiles to their
 * identifiers: `offset 0` keeps the planner from going the other way, through all identifiers.
 */
async function loadCounts(trx: WorkspaceTransaction, state: GraphState): Promise<void> {
  const roots = [...state.profiles.values()].filter((node) => node.parent === node.id);
  const { rows } = await sql<{ canonical_id: ProfileId; kind: string; count: number }>`
    select r.root as canonical_id, i.kind, count(*)
    from unnest(${roots.map((root) => root.id)}::uuid[]) as r(root),
      lateral (select id from profiles where canonical_id = r.root offset 0) p,
      lateral (select kind from identifiers where profile_id = p.id offset 0) i
    where i.kind not in (${deviceKind}, ${mailboxKind})
    group by r.root, i.kind`.execute(trx);
  for (const row of rows) state.profiles.get(row.canonical_id)?.counts.set(row.kind, row.count);
}
