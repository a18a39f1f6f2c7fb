import fc from "fast-check";
import { expect, it } from "vitest";
import { type Identifier, identifierKey } from "../identifiers/identifier.ts";
import type { Constraint } from "./constraints.ts";
import type { GraphChange, Merge } from "./graph-change.ts";
import { emptyGraph, type GraphState, rootOf } from "./graph-state.ts";
import { type ResolvableEvent, resolveEvent } from "./resolve-event.ts";

const kinds = ["user_id", "email", "phone", "external:order_id"] as const;

/** Few people, few identifiers, shared browsers: nearly every history merges, switches and contradicts itself. */
const histories = fc.array(
  fc.record({
    device: fc.option(fc.integer({ min: 0, max: 2 }), { freq: 2 }),
    names: fc.uniqueArray(fc.integer({ min: 0, max: 11 }), { maxLength: 3 }),
    minute: fc.integer({ min: 0, max: 400 }),
  }),
  { minLength: 6, maxLength: 30 },
);

function eventsOf(drafts: typeof histories extends fc.Arbitrary<infer Drafts> ? Drafts : never) {
  return drafts.map(({ device, names, minute }, index): ResolvableEvent => {
    const person = names
      .map((name) => ({ kind: kinds[name % 4] ?? "email", value: `${name}` }))
      .sort((left, right) => kinds.indexOf(left.kind) - kinds.indexOf(right.kind));
    return {
      id: BigInt(index + 1),
      occurredAtMs: minute * 60_000,
      person,
      device: device === null ? null : `d${device}`,
    };
  });
}

type Side = Identifier;

function decided(verdict: Constraint["verdict"], left: Side, right: Side) {
  const constraint = (other: Side): Constraint => ({
    verdict,
    other,
    decision: "1",
    decidedAtMs: 0,
    byPerson: true,
  });
  return new Map([
    [identifierKey(left), [constraint(right)]],
    [identifierKey(right), [constraint(left)]],
  ]);
}

function fold(events: readonly ResolvableEvent[], state: GraphState = emptyGraph()) {
  const outcomes = events.map((event) => ({ event, ...resolveEvent(state, event) }));
  return { state, outcomes };
}

function people({ state, outcomes }: ReturnType<typeof fold>): readonly (string | null)[] {
  return outcomes.map(({ profile }) => (profile === null ? null : rootOf(state, profile).id));
}

const isMerge = (change: GraphChange): change is Merge =>
  change.kind === "merge" && change.by.kind !== "anonymous_id";

it("resolveEvent() under a split is as if no event had named the two together, in 1,000 histories", () => {
  fc.assert(
    fc.property(histories, fc.nat(), (drafts, choice) => {
      const events = eventsOf(drafts);
      const before = fold(events);
      const merges = before.outcomes.flatMap(({ changes }) => changes.filter(isMerge));
      const merge = merges[choice % Math.max(1, merges.length)];
      fc.pre(merge !== undefined);
      const [from, to] = [merge.from, merge.to].map((id) => before.state.profiles.get(id));
      if (!from || !to) throw new Error("A merge names profiles that are not there");
      const split = fold(events, emptyGraph(undefined, decided("apart", from, to)));
      const apart = [from, to].map(({ id }) => rootOf(split.state, id).id);
      expect(apart[0]).not.toBe(apart[1]);
      // What contradicts the decision is left out of its event, and nothing else differs.
      const never = events.map((event, at) => {
        const refused = split.outcomes[at]?.changes.flatMap((change) =>
          change.kind === "demotion" && change.reason === "kept-apart"
            ? [identifierKey(change.identifier)]
            : [],
        );
        return {
          ...event,
          person: event.person.filter((name) => !refused?.includes(identifierKey(name))),
        };
      });
      const isByDevice = split.outcomes.some(({ changes }) =>
        changes.some(
          ({ kind, ...rest }) =>
            kind === "undone" && "by" in rest && rest.by.kind === "anonymous_id",
        ),
      );
      if (!isByDevice) expect(people(fold(never))).toEqual(people(split));
    }),
    { numRuns: 1_000, seed: 7 },
  );
});

it("resolveEvent() gives back what was there before the event that merged, when the merge is split", () => {
  fc.assert(
    fc.property(histories, fc.nat(), fc.nat(), (drafts, left, right) => {
      const events = eventsOf(drafts).map((event) => ({
        ...event,
        person: event.person.slice(0, 1),
      }));
      const names = [
        ...new Map(
          events.flatMap(({ person }) => person).map((name) => [identifierKey(name), name]),
        ).values(),
      ];
      const [one, other] = [names[left % names.length], names[right % names.length]];
      fc.pre(one !== undefined && other !== undefined && one !== other);
      const wrong: ResolvableEvent = {
        id: 100n,
        occurredAtMs: 0,
        person: [one, other],
        device: null,
      };
      const alone = fold(events);
      const ids = (name: Identifier) => alone.state.people.get(identifierKey(name))?.profile;
      const [a, b] = [ids(one), ids(other)].map((id) => id && alone.state.profiles.get(id));
      if (!a || !b) return fc.pre(false);
      fc.pre(rootOf(alone.state, a.id) !== rootOf(alone.state, b.id));
      for (const place of [0, Math.floor(events.length / 2), events.length]) {
        const history = [...events.slice(0, place), wrong, ...events.slice(place)];
        const split = fold(history, emptyGraph(undefined, decided("apart", one, other)));
        const kept = people(split).filter((_, at) => at !== place);
        expect(grouped(kept)).toEqual(grouped(people(alone)));
      }
    }),
    { numRuns: 1_000, seed: 11 },
  );
});

/** Which events are one person's, whatever their profile is called. */
function grouped(list: readonly (string | null)[]): readonly number[] {
  return list.map((id) => (id === null ? -1 : list.indexOf(id)));
}

it("resolveEvent() joins what somebody decided to be one, also beyond the limits, but never what is kept apart", () => {
  const user = (value: string) => ({ kind: "user_id", value });
  const events = ["a", "b"].map((value, index) => ({
    id: BigInt(index),
    occurredAtMs: 0,
    person: [user(value)],
    device: null,
  }));
  const joined = people(
    fold(events, emptyGraph(undefined, decided("together", user("a"), user("b")))),
  );
  expect(joined[0]).toBeDefined();
  const { state } = fold(events, emptyGraph(undefined, decided("together", user("a"), user("b"))));
  expect(new Set([...state.profiles.keys()].map((id) => rootOf(state, id).id)).size).toBe(1);
  const apart = fold(events, emptyGraph(undefined, decided("apart", user("a"), user("b"))));
  expect(
    new Set([...apart.state.profiles.keys()].map((id) => rootOf(apart.state, id).id)).size,
  ).toBe(2);
});

it("resolveEvent() keeps a browser's history from a person when somebody said that it is another's", () => {
  const device = { kind: "anonymous_id", value: "d" };
  const name = { kind: "email", value: "a@x.cn" };
  const at = (id: bigint, minute: number, person: readonly Identifier[]) => ({
    id,
    occurredAtMs: minute * 60_000,
    person,
    device: "d",
  });
  const events = [at(1n, 0, []), at(2n, 10, [name]), at(3n, 20, []), at(4n, 300, [])];
  const [before, named, session, later] = people(
    fold(events, emptyGraph(undefined, decided("apart", device, name))),
  );
  expect(before).not.toBe(named);
  expect(session).toBe(named);
  expect(later).not.toBe(named);
});
