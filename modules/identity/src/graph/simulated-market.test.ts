import { type EventItem, simulateMarket, streamMarket } from "@causeway/engine-simulation";
import type { EventId, ProfileId, SourceId } from "@causeway/kernel";
import type { StoredEvent } from "@causeway/module-touchpoints";
import { beforeAll, expect, it } from "vitest";
import { readIdentity } from "../identifiers/read-identity.ts";
import { emptyGraph, rootOf } from "./graph-state.ts";
import { resolveEvent } from "./resolve-event.ts";

interface Resolved {
  readonly profile: ProfileId;
  /** Who truly stood behind the event. */
  readonly person: number;
  readonly named: boolean;
}

const state = emptyGraph();
const resolved: Resolved[] = [];
let switches = 0;

/** A market with shared computers, an exhibition kiosk, several devices a person and names in many notations. */
beforeAll(() => {
  const market = simulateMarket({
    seed: 11,
    customers: 250,
    months: 8,
    startMs: Date.UTC(2025, 10, 1),
    locale: "zh",
  });
  let count = 0;
  for (const item of streamMarket(market)) {
    if (item.kind !== "event") continue;
    const identity = readIdentity(storedEvent(item, ++count));
    const { person, device } = identity;
    const event = { id: BigInt(count), occurredAtMs: item.atMs, person, device };
    const { profile, changes } = resolveEvent(state, event);
    switches += changes.filter((change) => change.kind === "switch").length;
    if (profile === null || item.truth.person === undefined) continue;
    resolved.push({ profile, person: item.truth.person, named: person.length > 0 });
  }
});

function storedEvent({ event, atMs }: EventItem, id: number): StoredEvent {
  return {
    id: String(id) as EventId,
    sourceId: "simulated" as SourceId,
    sourceKind: "web",
    type: event.type,
    name: event.event ?? event.name ?? null,
    userId: event.userId ?? null,
    anonymousId: event.anonymousId ?? null,
    occurredAt: new Date(atMs),
    receivedAt: new Date(atMs),
    payload: { ...event },
  };
}

it("resolveEvent() puts no two people of a market who name themselves into one, shared computers and all", () => {
  const people = new Map<ProfileId, Set<number>>();
  for (const { profile, person, named } of resolved) {
    if (!named) continue;
    const root = rootOf(state, profile).id;
    people.set(root, (people.get(root) ?? new Set()).add(person));
  }
  expect(switches).toBeGreaterThan(10);
  expect(people.size).toBeGreaterThan(500);
  expect([...people.values()].filter((set) => set.size > 1)).toEqual([]);
});

it("resolveEvent() gives at least 99 % of the events of known profiles to the right person", () => {
  const counts = new Map<ProfileId, Map<number, number>>();
  for (const { profile, person } of resolved) {
    const root = rootOf(state, profile);
    if (!root.known) continue;
    const own = counts.get(root.id) ?? new Map<number, number>();
    counts.set(root.id, own.set(person, (own.get(person) ?? 0) + 1));
  }
  let right = 0;
  let all = 0;
  for (const own of counts.values()) {
    right += Math.max(...own.values());
    for (const count of own.values()) all += count;
  }
  expect(all).toBeGreaterThan(5_000);
  expect(right / all).toBeGreaterThan(0.99);
});
