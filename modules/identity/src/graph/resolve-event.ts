import type { ProfileId } from "@causeway/kernel";
import { deviceKind, type Identifier, identifierKey, limitOf } from "../identifiers/identifier.ts";
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
 * Rules: identifiers of a person that occur together join, the most believed first, within limits (one userId a person);
 * what contradicts is left where it was. The anonymous history of a browser joins the first person who names themselves
 * on it. A second known person on one browser is a switch, never a merge, and from then on events without a name belong to
 * nobody unless somebody was named within half an hour.
 *
 * Returns the profile the event belongs to (null when it names nobody) and what changed.
 */
export function resolveEvent(
  state: GraphState,
  event: ResolvableEvent,
): { readonly profile: ProfileId | null; readonly changes: readonly GraphChange[] } {
  const changes: GraphChange[] = [];
  if (event.person.length === 0) {
    return {
      profile: event.device === null ? null : byDevice(state, event, event.device),
      changes,
    };
  }
  const profile = targetOf(state, event);
  for (const identifier of event.person) tie(state, profile, identifier, changes);
  rootOf(state, profile).known = true;
  if (event.device !== null) seat(state, profile, event, event.device, changes);
  return { profile, changes };
}

/**
 * The profile of the most believed identifier that is known and has room for the more believed ones that are new;
 * else the nameless browser's; else a new one.
 */
function targetOf(state: GraphState, event: ResolvableEvent): ProfileId {
  const unseen: Identifier[] = [];
  for (const identifier of event.person) {
    const link = state.people.get(identifierKey(identifier));
    if (link === undefined) unseen.push(identifier);
    else if (hasRoom(rootOf(state, link.profile), unseen)) return link.profile;
  }
  const device = event.device === null ? undefined : state.devices.get(event.device);
  if (device !== undefined && isNameless(state, device)) return device.profile;
  const [first] = event.person;
  if (first === undefined) throw new RangeError("An event without a person has no target");
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
  const other = rootOf(state, link.profile);
  if (other === root) return;
  if (!fitTogether(root, other)) {
    changes.push({ kind: "demotion", identifier, profile, reason: "belongs-to-another" });
    return;
  }
  changes.push(join(root, other, { from: link.profile, to: profile, by: identifier }));
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
