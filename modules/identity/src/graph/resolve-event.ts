import type { ProfileId } from "@causeway/kernel";
import {
  deviceKind,
  type Identifier,
  identifierKey,
  lineKind,
  mailboxKind,
} from "../identifiers/identifier.ts";
import type { GraphChange } from "./graph-change.ts";
import { type DeviceLink, type GraphState, type ProfileNode, rootOf } from "./graph-state.ts";
import { barBetween, barOf, foundProfile, joinRoots } from "./join-profiles.ts";
import { demoted, tie, tieToken } from "./tie-identifier.ts";

/** What the resolver needs of an event. */
export interface ResolvableEvent {
  readonly id: bigint;
  readonly occurredAtMs: number;
  readonly person: readonly Identifier[];
  readonly device: string | null;
}

const minuteMs = 60_000;

/**
 * Decides whose an event is, and changes the graph by what it says, under the rules and decisions of the state.
 *
 * Names of a person (userId, e-mail, phone, WeChat ids) that occur together join, the most believed first, within limits
 * (one userId a person); what contradicts is left where it was. Tokens (numbers of orders, sessions, clicks) and the
 * anonymous history of a browser join the first person who is named beside them, but never two people who are named. A
 * mailbox of a role joins nobody: what has no other name is its own. A
 * second named person on one browser is a switch, never a merge, and from then on events without a name belong to nobody
 * unless somebody was named shortly before, and nobody else between. What somebody decided to stay apart never joins; what is decided to be one
 * person joins as soon as both sides are there.
 *
 * Returns the profile the event belongs to (null when it carries no identifier) and what changed.
 */
export function resolveEvent(
  state: GraphState,
  event: ResolvableEvent,
): { readonly profile: ProfileId | null; readonly changes: readonly GraphChange[] } {
  const changes: GraphChange[] = [];
  const { isName } = state.book;
  const names = event.person.filter(({ kind }) => isName(kind));
  const tokens = event.person.filter(({ kind }) => !isName(kind));
  if (names.length === 0) {
    const profile = withoutName(state, event, tokens, changes);
    if (profile !== null) tieTokens(state, event, profile, tokens, changes);
    return { profile, changes };
  }
  const profile = targetOf(state, event, names, changes);
  for (const name of names) tie(state, profile, name, changes);
  rootOf(state, profile).known = true;
  for (const token of tokens) tieToken(state, profile, token, changes);
  if (event.device !== null) seat(state, profile, event, event.device, changes);
  return { profile, changes };
}

/** Those who share a browser are not told apart by a number on its screen. */
function tieTokens(
  state: GraphState,
  event: ResolvableEvent,
  profile: ProfileId,
  tokens: readonly Identifier[],
  changes: GraphChange[],
): void {
  const isShared = isSharedBrowser(state, event.device);
  for (const token of tokens) {
    if (!isShared) tieToken(state, profile, token, changes);
    else if (state.people.get(identifierKey(token))?.profile !== profile) {
      changes.push(demoted(token, profile, "shared-device"));
    }
  }
}

/** The browser's, as far as that can be told; else the profile that a token is tied to; else a new one. */
function withoutName(
  state: GraphState,
  event: ResolvableEvent,
  tokens: readonly Identifier[],
  changes: GraphChange[],
): ProfileId | null {
  const telling = tokens.filter(
    (token) => token.kind !== mailboxKind && !state.people.get(identifierKey(token))?.shared,
  );
  const links = telling.flatMap((token) => state.people.get(identifierKey(token)) ?? []);
  const [link] = links;
  const isUseless = event.device === null || isSharedBrowser(state, event.device);
  if (link !== undefined && isUseless) return link.profile;
  if (event.device !== null) return byDevice(state, event, event.device, changes);
  const first = telling[0] ?? tokens.flatMap(sharedFounder)[0];
  return first === undefined ? null : foundProfile(state, first, event.id, changes);
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
  changes: GraphChange[],
): ProfileId {
  const unseen: Identifier[] = [];
  for (const identifier of names) {
    const link = state.people.get(identifierKey(identifier));
    if (link === undefined) unseen.push(identifier);
    else if (hasRoom(state, rootOf(state, link.profile), unseen)) return link.profile;
  }
  const [first] = names;
  if (first === undefined) throw new RangeError("An event without a name has no target");
  const device = event.device === null ? undefined : state.devices.get(event.device);
  if (device !== undefined && isNameless(state, device)) {
    const owner = rootOf(state, device.profile);
    if (barOf(state, identifierKey(first), owner) === undefined) return device.profile;
  }
  return foundProfile(state, first, event.id, changes);
}

function hasRoom(
  state: GraphState,
  root: ProfileNode,
  identifiers: readonly Identifier[],
): boolean {
  return identifiers.every(
    (identifier) =>
      barOf(state, identifierKey(identifier), root) === undefined &&
      identifiers.filter((other) => other.kind === identifier.kind).length +
        (root.counts.get(identifier.kind) ?? 0) <=
        state.book.limitOf(identifier.kind),
  );
}

function isNameless(state: GraphState, device: DeviceLink): boolean {
  return !device.shared && !rootOf(state, device.profile).known;
}

/** Seats a person before the device that they named themselves on. */
function seat(
  state: GraphState,
  profile: ProfileId,
  event: ResolvableEvent,
  device: string,
  changes: GraphChange[],
): void {
  const by = { kind: deviceKind, value: device };
  const link = state.devices.get(device);
  const root = rootOf(state, profile);
  if (link === undefined) {
    // A device that was decided to be another's tells nothing but who has just sat before it.
    const shared = barOf(state, identifierKey(by), root) !== undefined;
    const atMs = event.occurredAtMs;
    state.devices.set(device, { profile, shared, knownAtMs: atMs, seatedAtMs: atMs, switches: 0 });
    return;
  }
  const owner = rootOf(state, link.profile);
  const isPast = noteNaming(link, owner === root, event.occurredAtMs);
  if (owner === root) return;
  const bar = barBetween(state, root, owner);
  const meeting = { from: link.profile, to: profile, by };
  if (isNameless(state, link)) {
    if (bar === undefined) {
      changes.push(joinRoots(root, owner, { ...meeting, decidedAtMs: null }));
      return;
    }
    const { decision, decidedAtMs } = bar;
    changes.push({ kind: "undone", ...meeting, decision, decidedAtMs });
  }
  changes.push({ kind: "switch", device, from: link.profile, to: profile });
  link.shared = true;
  link.switches++;
  if (isPast) return;
  link.profile = profile;
  link.seatedAtMs = event.occurredAtMs;
}

/**
 * Notes when somebody named themselves on a device. Says whether that was before its person last did, as where an event
 * arrives late: whoever sat there earlier takes nobody's seat.
 */
function noteNaming(link: DeviceLink, isOwner: boolean, atMs: number): boolean {
  const { knownAtMs, seatedAtMs, shared } = link;
  const isPast = knownAtMs !== null && atMs < knownAtMs;
  if (isOwner) {
    if (seatedAtMs === null || (!shared && atMs < seatedAtMs)) link.seatedAtMs = atMs;
  } else if (isPast && seatedAtMs !== null && atMs >= seatedAtMs) {
    link.seatedAtMs = knownAtMs;
  }
  link.knownAtMs = isPast ? knownAtMs : atMs;
  return isPast;
}

/** An event without a name belongs to whoever sits before the device, as far as that can be told. */
function byDevice(
  state: GraphState,
  event: ResolvableEvent,
  device: string,
  changes: GraphChange[],
): ProfileId {
  const link = state.devices.get(device);
  if (link === undefined) {
    const profile = foundProfile(state, { kind: deviceKind, value: device }, event.id, changes);
    const nobody = { knownAtMs: null, seatedAtMs: null, switches: 0 };
    state.devices.set(device, { profile, shared: false, ...nobody });
    return profile;
  }
  if (!link.shared || link.knownAtMs === null) return link.profile;
  const { sessionMinutes, kioskPeople, kioskMinutes } = state.book.rules;
  const minutes = link.switches + 1 >= kioskPeople ? kioskMinutes : sessionMinutes;
  const awayMs = Math.abs(event.occurredAtMs - link.knownAtMs);
  const isSeated = event.occurredAtMs >= (link.seatedAtMs ?? link.knownAtMs);
  if (isSeated && awayMs <= minutes * minuteMs) return link.profile;
  return foundProfile(state, { kind: sharedDeviceKind, value: device }, event.id, changes);
}

/** Founds the profile of those who sit before a shared device without a name. */
export const sharedDeviceKind = "shared_device";

/** Founds the profile of those who call from a switchboard without a name. */
const sharedLineKind = "shared_line";

/** Founds the profile of those who write from a mailbox of a role without a name. */
const sharedMailboxKind = "shared_mailbox";

/** The kinds of identifiers that several may share, with the kind of the profile of those who are not told apart there. */
export const sharedKinds: ReadonlyMap<string, string> = new Map([
  [deviceKind, sharedDeviceKind],
  [lineKind, sharedLineKind],
  [mailboxKind, sharedMailboxKind],
]);

/** What founds the profile of those who share a device, a line or a mailbox. */
export function sharedFounder({ kind, value }: Identifier): readonly Identifier[] {
  const founding = sharedKinds.get(kind);
  return founding === undefined ? [] : [{ kind: founding, value }];
}
