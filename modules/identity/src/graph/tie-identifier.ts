import type { ProfileId } from "@causeway/kernel";
import {
  type Identifier,
  identifierKey,
  lineKind,
  mailboxKind,
} from "../identifiers/identifier.ts";
import type { Demotion, GraphChange } from "./graph-change.ts";
import { type GraphState, rootOf } from "./graph-state.ts";
import { barBetween, barOf, fitTogether, joinRoots, mark } from "./join-profiles.ts";

/** Ties an identifier to a profile; where it is tied already, joins the two, or leaves it where it was, with a note. */
export function tie(
  state: GraphState,
  profile: ProfileId,
  identifier: Identifier,
  changes: GraphChange[],
): void {
  const key = identifierKey(identifier);
  const link = state.people.get(key);
  if (link !== undefined) {
    joinOrDemote(state, profile, identifier, link.profile, changes);
    return;
  }
  const root = rootOf(state, profile);
  const count = root.counts.get(identifier.kind) ?? 0;
  if (barOf(state, key, root) !== undefined) {
    changes.push(demoted(identifier, profile, "kept-apart"));
  } else if (count >= state.book.limitOf(identifier.kind)) {
    changes.push(demoted(identifier, profile, "limit-reached"));
  } else {
    state.people.set(key, { profile, shared: false });
    root.counts.set(identifier.kind, count + 1);
    mark(state, profile, identifier, changes);
  }
}

/**
 * Ties a token, and joins what it was tied to before unless both sides are named. A phone line that two named people have
 * is a switchboard's from then on, and joins nothing any more; a mailbox of a role never does.
 */
export function tieToken(
  state: GraphState,
  profile: ProfileId,
  token: Identifier,
  changes: GraphChange[],
): void {
  const key = identifierKey(token);
  const link = state.people.get(key);
  if (token.kind === mailboxKind) {
    if (link === undefined) state.people.set(key, { profile, shared: true });
    else if (rootOf(state, link.profile) !== rootOf(state, profile))
      changes.push(demoted(token, profile, "shared-mailbox"));
    return;
  }
  const [owner, root] = [link && rootOf(state, link.profile), rootOf(state, profile)];
  if (link === undefined || owner === root || owner === undefined) {
    tie(state, profile, token, changes);
    return;
  }
  const areNamed = owner.known && root.known;
  if (areNamed && token.kind === lineKind) link.shared = true;
  if (link.shared) changes.push(demoted(token, profile, "shared-line"));
  else if (areNamed) changes.push(demoted(token, profile, "belongs-to-another"));
  else tie(state, profile, token, changes);
}

export function demoted(
  identifier: Identifier,
  profile: ProfileId,
  reason: Demotion["reason"],
): Demotion {
  return { kind: "demotion", identifier, profile, reason };
}

function joinOrDemote(
  state: GraphState,
  profile: ProfileId,
  identifier: Identifier,
  linked: ProfileId,
  changes: GraphChange[],
): void {
  const root = rootOf(state, profile);
  const other = rootOf(state, linked);
  if (other === root) return;
  const meeting = { from: linked, to: profile, by: identifier };
  const bar = barBetween(state, root, other);
  if (bar !== undefined) {
    const { decision, decidedAtMs } = bar;
    changes.push({ kind: "undone", ...meeting, decision, decidedAtMs });
    changes.push(demoted(identifier, profile, "kept-apart"));
  } else if (fitTogether(state, root, other)) {
    changes.push(joinRoots(root, other, { ...meeting, decidedAtMs: null }));
  } else {
    changes.push(demoted(identifier, profile, "belongs-to-another"));
  }
}
