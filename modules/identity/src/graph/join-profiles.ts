import type { ProfileId } from "@causeway/kernel";
import {
  deviceKind,
  type Identifier,
  identifierKey,
  mailboxKind,
} from "../identifiers/identifier.ts";
import type { Constraint } from "./constraints.ts";
import type { GraphChange, Merge } from "./graph-change.ts";
import { type GraphState, type ProfileNode, rootOf } from "./graph-state.ts";
import { profileIdFor } from "./profile-id.ts";

/** Which identifiers met, and since when it is decided, where it is a decision that joins. */
interface Evidence {
  readonly from: ProfileId;
  readonly to: ProfileId;
  readonly by: Identifier;
  readonly decidedAtMs: number | null;
}

/** The profile that an identifier founds: the one that is there, else a new one, joined to what was decided to be the same. */
export function foundProfile(
  state: GraphState,
  identifier: Identifier,
  event: bigint,
  changes: GraphChange[],
): ProfileId {
  const { kind, value } = identifier;
  const id = profileIdFor(kind, value);
  if (!state.profiles.has(id)) {
    state.profiles.set(id, {
      id,
      kind,
      value,
      parent: id,
      known: false,
      wasKnown: false,
      foundedBy: event,
      counts: new Map(),
      marks: new Set(),
    });
    mark(state, id, identifier, changes);
  }
  return id;
}

/** Notes that a person holds an identifier about which something was decided, and joins its partners. */
export function mark(
  state: GraphState,
  profile: ProfileId,
  identifier: Identifier,
  changes: GraphChange[],
): void {
  const key = identifierKey(identifier);
  const constraints = state.constraints.get(key);
  if (constraints === undefined) return;
  rootOf(state, profile).marks.add(key);
  for (const constraint of constraints) {
    if (constraint.verdict === "together") joinPartner(state, profile, constraint, changes);
  }
}

function joinPartner(
  state: GraphState,
  profile: ProfileId,
  { other, decision, decidedAtMs, byPerson }: Constraint,
  changes: GraphChange[],
): void {
  const partner = profileOf(state, other);
  if (partner === undefined) return;
  const [root, there] = [rootOf(state, profile), rootOf(state, partner)];
  if (root === there || barBetween(state, root, there) !== undefined) return;
  if (!byPerson && !fitTogether(state, root, there)) return;
  const by = { kind: "decision", value: decision };
  changes.push(joinRoots(root, there, { from: partner, to: profile, by, decidedAtMs }));
}

/** Where an identifier is tied, or the profile that it founded. */
function profileOf(state: GraphState, identifier: Identifier): ProfileId | undefined {
  const { kind } = identifier;
  const isAnybodys = kind === deviceKind || kind === mailboxKind;
  const tied = isAnybodys ? undefined : state.people.get(identifierKey(identifier));
  if (tied !== undefined) return tied.profile;
  const founded = profileIdFor(identifier.kind, identifier.value);
  return state.profiles.has(founded) ? founded : undefined;
}

/** The decision that keeps two people apart, if there is one: the first, so that a replay names the same. */
export function barBetween(
  state: GraphState,
  left: ProfileNode,
  right: ProfileNode,
): Constraint | undefined {
  const [few, many] = left.marks.size < right.marks.size ? [left, right] : [right, left];
  let first: Constraint | undefined;
  for (const key of few.marks) {
    const bar = barOf(state, key, many);
    if (bar !== undefined && (first === undefined || isBefore(bar, first))) first = bar;
  }
  return first;
}

function isBefore(left: Constraint, right: Constraint): boolean {
  const differenceMs = left.decidedAtMs - right.decidedAtMs;
  return differenceMs === 0 ? left.decision < right.decision : differenceMs < 0;
}

/** The decision that keeps an identifier away from a person, if there is one. */
export function barOf(
  state: GraphState,
  key: string,
  { marks }: ProfileNode,
): Constraint | undefined {
  if (marks.size === 0) return undefined;
  return state.constraints
    .get(key)
    ?.find(({ verdict, other }) => verdict === "apart" && marks.has(identifierKey(other)));
}

/** Whether one person may hold the identifiers of both. */
export function fitTogether(state: GraphState, left: ProfileNode, right: ProfileNode): boolean {
  for (const [kind, count] of right.counts) {
    if (count + (left.counts.get(kind) ?? 0) > state.book.limitOf(kind)) return false;
  }
  return true;
}

/** A known profile survives a nameless one, the elder the younger. */
export function joinRoots(left: ProfileNode, right: ProfileNode, evidence: Evidence): Merge {
  const leftWins = left.known === right.known ? left.foundedBy <= right.foundedBy : left.known;
  const [winner, loser] = leftWins ? [left, right] : [right, left];
  loser.parent = winner.id;
  winner.known ||= loser.known;
  for (const [kind, count] of loser.counts) {
    winner.counts.set(kind, count + (winner.counts.get(kind) ?? 0));
  }
  for (const key of loser.marks) winner.marks.add(key);
  return { kind: "merge", winner: winner.id, loser: loser.id, ...evidence };
}
