import type { ProfileId } from "@causeway/kernel";
import {
  deviceKind,
  type Identifier,
  identifierKey,
  isName,
  limitOf,
} from "../identifiers/identifier.ts";
import type { GraphChange } from "./graph-change.ts";
import { type DeviceLink, type GraphState, type ProfileNode, rootOf } from "./graph-state.ts";
import { profileIdFor } from "./profile-id.ts";

/** What the resolver needs of an event. */
export interface ResolvableEvent {
  readonly id: bigint;
  readonly occurredAtMs: number;
  readonly person: readonly Identifier[];
  readonly device: string | null;
}

/** Within this time of someone naming themselves, an event of a shared device without a name is still theirs. */
const sessionMs = 30 * 60_000;

/**
 * Decides whose an event is, and changes the graph by what it says.
 *
 * Rules: names of a person (userId, e-mail, phone, WeChat ids) that occur together join, the most believed first, within
 * limits (one userId a person); what contradicts is left where it was. Tokens (numbers of orders, sessions, clicks) and the
 * anonymous history of a browser join the first person who is named beside them, but never two people who are named. A second
 * named person on one browser is a switch, never a merge, and from then on events without a name belong to nobody unless
 * somebody was named within half an hour.
 *
 * Returns the profile the event belongs to (null when it carries no identifier) and what changed.
 */
export function resolveEvent(
  state: GraphState,
  event: ResolvableEvent,
): { readonly profile: ProfileId | null; readonly changes: readonly GraphChange[] } {
  const changes: GraphChange[] = [];
  const names = event.person.filter(({ kind }) => isName(kind));
  const tokens = event.person.filter(({ kind }) => !isName(kind));
  if (names.length === 0) {
    const profile = withoutName(state, event, tokens);
    // Those who share a browser are not told apart by a number on its screen.
    const isTied = profile !== null && !isSharedBrowser(state, event.device);
    if (isTied) for (const token of tokens) tieToken(state, profile, token, changes);
    return { profile, changes };
  }
  const profile = targetOf(state, event, names);
  for (const name of names) tie(state, profile, name, changes);
  rootOf(state, profile).known = true;
  for (const token of tokens) tieToken(state, profile, token, changes);
  if (event.device !== null) seat(state, profile, event, event.device, changes);
  return { profile, changes };
}

/** The browser's, as far as that can be told; else the profile that a token is tied to; else a new one. */
function withoutName(
  state: GraphState,
  event: ResolvableEvent,
  tokens: readonly Identifier[],
): ProfileId | null {
  const links = tokens.flatMap((token) => state.people.get(identifierKey(token)) ?? []);
  const [link] = links;
  const isUseless = event.device === null || isSharedBrowser(state, event.device);
  if (link !== undefined && isUseless) return link.profile;
  if (event.device !== null) return byDevice(state, event, event.device);
  const [first] = tokens;
  return first === undefined ? null : found(state, first.kind, first.value, event.id);
}

function isSharedBrowser(state: GraphState, device: string | null): boolean {
  return device !== null && (state.devices.get(device)?.shared ?? false);
}

/**
 * The profile of the most believed identifier that is known and has room for the more believed ones that are new;
 * else the nameless browser's; else a new one.
 */
function targetOf(
  state: GraphState,
  event: ResolvableEvent,
  names: readonly Identifier[],
): ProfileId {
  const unseen: Identifier[] = [];
  for (const identifier of names) {
    const link = state.people.get(identifierKey(identifier));
    if (link === undefined) unseen.push(identifier);
    else if (hasRoom(rootOf(state, link.profile), unseen)) return link.profile;
  }
  const device = event.device === null ? undefined : state.devices.get(event.device);
  if (device !== undefined && isNameless(state, device)) return device.profile;
  const [first] = names;
  if (first === undefined) throw new RangeError("An event without a name has no target");
  return found(state, first.kind, first.value, event.id);
}

function hasRoom(root: ProfileNode, identifiers: readonly Identifier[]): boolean {
  return identifiers.every(
    ({ kind }) =>
      identifiers.filter((other) => other.kind === kind).length + (root.counts.get(kind) ?? 0) <=
      limitOf(kind),
  );
}

function isNameless(state: GraphState, device: DeviceLink): boolean {
  return !device.shared && !rootOf(state, device.profile).known;
}

function tie(
  state: GraphState,
  profile: ProfileId,
  identifier: Identifier,
  changes: GraphChange[],
): void {
  const key = identifierKey(identifier);
  const link = state.people.get(key);
  const root = rootOf(state, profile);
  if (link === undefined) {
    const count = root.counts.get(identifier.kind) ?? 0;
    if (count >= limitOf(identifier.kind)) {
      changes.push({ kind: "demotion", identifier, profile, reason: "limit-reached" });
      return;
    }
    state.people.set(key, { profile });
    root.counts.set(identifier.kind, count + 1);
    return;
  }
  joinOrDemote(state, profile, identifier, link.profile, changes);
}

/** Ties a token, and joins what it was tied to before unless both sides are named. */
function tieToken(
  state: GraphState,
  profile: ProfileId,
  token: Identifier,
  changes: GraphChange[],
): void {
  const link = state.people.get(identifierKey(token));
  const areNamed =
    link !== undefined && rootOf(state, link.profile).known && rootOf(state, profile).known;
  if (!areNamed) tie(state, profile, token, changes);
  else if (rootOf(state, link.profile) !== rootOf(state, profile)) {
    changes.push({ kind: "demotion", identifier: token, profile, reason: "belongs-to-another" });
  }
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
  if (fitTogether(root, other)) {
    changes.push(join(root, other, { from: linked, to: profile, by: identifier }));
  } else {
    changes.push({ kind: "demotion", identifier, profile, reason: "belongs-to-another" });
  }
}

/** Whether one person may hold the identifiers of both. */
function fitTogether(left: ProfileNode, right: ProfileNode): boolean {
  for (const [kind, count] of right.counts) {
    if (count + (left.counts.get(kind) ?? 0) > limitOf(kind)) return false;
  }
  return true;
}

/** A known profile survives a nameless one, the elder the younger. */
function join(
  left: ProfileNode,
  right: ProfileNode,
  evidence: { readonly from: ProfileId; readonly to: ProfileId; readonly by: Identifier },
): GraphChange {
  const leftWins = left.known === right.known ? left.foundedBy <= right.foundedBy : left.known;
  const [winner, loser] = leftWins ? [left, right] : [right, left];
  loser.parent = winner.id;
  winner.known ||= loser.known;
  for (const [kind, count] of loser.counts) {
    winner.counts.set(kind, count + (winner.counts.get(kind) ?? 0));
  }
  return { kind: "merge", winner: winner.id, loser: loser.id, ...evidence };
}

/** Seats a person before the device that they named themselves on. */
function seat(
  state: GraphState,
  profile: ProfileId,
  event: ResolvableEvent,
  device: string,
  changes: GraphChange[],
): void {
  const link = state.devices.get(device);
  if (link === undefined) {
    state.devices.set(device, { profile, shared: false, knownAtMs: event.occurredAtMs });
    return;
  }
  link.knownAtMs = Math.max(link.knownAtMs ?? event.occurredAtMs, event.occurredAtMs);
  const owner = rootOf(state, link.profile);
  const root = rootOf(state, profile);
  if (owner === root) return;
  if (isNameless(state, link)) {
    const by = { kind: deviceKind, value: device };
    changes.push(join(root, owner, { from: link.profile, to: profile, by }));
    return;
  }
  changes.push({ kind: "switch", device, from: link.profile, to: profile });
  link.profile = profile;
  link.shared = true;
}

/** An event without a name belongs to whoever sits before the device, as far as that can be told. */
function byDevice(state: GraphState, event: ResolvableEvent, device: string): ProfileId {
  const link = state.devices.get(device);
  if (link === undefined) {
    const profile = found(state, deviceKind, device, event.id);
    state.devices.set(device, { profile, shared: false, knownAtMs: null });
    return profile;
  }
  if (!link.shared || link.knownAtMs === null) return link.profile;
  const awayMs = Math.abs(event.occurredAtMs - link.knownAtMs);
  return awayMs <= sessionMs ? link.profile : found(state, sharedDeviceKind, device, event.id);
}

/** Founds the profile of those who sit before a shared device without a name. */
export const sharedDeviceKind = "shared_device";

function found(state: GraphState, kind: string, value: string, event: bigint): ProfileId {
  const id = profileIdFor(kind, value);
  if (!state.profiles.has(id)) {
    const counts = new Map<string, number>();
    state.profiles.set(id, { id, parent: id, known: false, foundedBy: event, counts });
  }
  return id;
}
