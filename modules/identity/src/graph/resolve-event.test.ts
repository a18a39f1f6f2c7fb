import fc from "fast-check";
import { expect, it } from "vitest";
import type { Identifier } from "../identifiers/identifier.ts";
import { normalizePhone } from "../identifiers/normalize.ts";
import { personPhone } from "../identifiers/read-identity.ts";
import { emptyGraph, type GraphState, rootOf } from "./graph-state.ts";
import { type ResolvableEvent, resolveEvent } from "./resolve-event.ts";

const user = (value: string): Identifier => ({ kind: "user_id", value });
const email = (value: string): Identifier => ({ kind: "email", value });
const token = (value: string): Identifier => ({ kind: "external:order_id", value });
let nextId = 0n;
const minute = 60_000;

function happen(
  state: GraphState,
  device: string | null,
  person: readonly Identifier[] = [],
  atMinute = 0,
) {
  nextId += 1n;
  const occurredAtMs = atMinute * minute;
  const { profile, changes } = resolveEvent(state, { id: nextId, occurredAtMs, person, device });
  return { profile, changes: changes.map((change) => change.kind) };
}

function same(state: GraphState, left: { profile: unknown }, right: { profile: unknown }) {
  return rootOf(state, left.profile as never).id === rootOf(state, right.profile as never).id;
}

it("resolveEvent() joins the anonymous history of a browser to the person who signs in", () => {
  const state = emptyGraph();
  const before = happen(state, "browser");
  const signIn = happen(state, "browser", [user("wang")]);
  expect(same(state, before, signIn)).toBe(true);
  expect(same(state, happen(state, "browser"), signIn)).toBe(true);
});

it("resolveEvent() joins a browser's history to a person known from elsewhere, as one merge", () => {
  const state = emptyGraph();
  const elsewhere = happen(state, "phone", [user("wang")]);
  const before = happen(state, "desktop");
  const signIn = happen(state, "desktop", [user("wang")]);
  expect(signIn.changes).toEqual(["merge"]);
  expect(same(state, before, elsewhere)).toBe(true);
});

it("resolveEvent() takes a second known person on one browser for a switch, never for the same person", () => {
  const state = emptyGraph();
  const wang = happen(state, "kiosk", [email("wang@acme.cn")]);
  const li = happen(state, "kiosk", [email("li@acme.cn")], 5);
  expect(li.changes).toEqual(["switch"]);
  expect(same(state, wang, li)).toBe(false);
});

it("resolveEvent() gives nameless events of a shared browser to its last person for half an hour only", () => {
  const state = emptyGraph();
  const wang = happen(state, "kiosk", [user("wang")]);
  const li = happen(state, "kiosk", [user("li")], 60);
  expect(same(state, happen(state, "kiosk", [], 80), li)).toBe(true);
  const later = happen(state, "kiosk", [], 600);
  expect(same(state, later, li) || same(state, later, wang)).toBe(false);
});

it("resolveEvent() never gives a person two user ids: the less believed identifier is left where it was", () => {
  const state = emptyGraph();
  const first = happen(state, null, [user("abc123"), email("jane@acme.com")]);
  const second = happen(state, null, [user("abc456"), email("jane@acme.com")]);
  expect(second.changes).toEqual(["demotion"]);
  expect(same(state, first, second)).toBe(false);
  expect(same(state, happen(state, null, [email("jane@acme.com")]), first)).toBe(true);
});

it("resolveEvent() joins two known profiles that one event names together", () => {
  const state = emptyGraph();
  const byMail = happen(state, null, [email("wang@acme.cn")]);
  const byUser = happen(state, null, [user("wang")]);
  expect(same(state, byMail, byUser)).toBe(false);
  happen(state, null, [user("wang"), email("wang@acme.cn")]);
  expect(same(state, byMail, byUser)).toBe(true);
});

it("resolveEvent() joins what only a token names to the person named beside it later", () => {
  const state = emptyGraph();
  const message = happen(state, null, [token("dm-1")]);
  const click = happen(state, "phone", [token("dm-1")]);
  const named = happen(state, null, [email("wang@acme.cn"), token("dm-1")]);
  expect(same(state, message, named) && same(state, click, named)).toBe(true);
});

it("resolveEvent() lets a browser with a token sign in: no switch from somebody who was never named", () => {
  const state = emptyGraph();
  const before = happen(state, "browser", [token("visit-1")]);
  const signIn = happen(state, "browser", [user("wang")]);
  expect(signIn.changes).not.toContain("switch");
  expect(same(state, before, signIn)).toBe(true);
});

it("resolveEvent() never joins two named people by a token: a colleague picks up what another ordered", () => {
  const state = emptyGraph();
  const buyer = happen(state, "shop", [email("wang@acme.cn"), token("order-1")]);
  const collector = happen(state, "gate", [email("li@acme.cn"), token("order-1")]);
  expect(collector.changes).toEqual(["demotion"]);
  expect(same(state, buyer, collector)).toBe(false);
});

/** A person with a user id, two addresses and browsers of their own, so that nothing contradicts. */
const personalEvents = fc.array(
  fc.record({
    owner: fc.integer({ min: 0, max: 5 }),
    device: fc.option(fc.integer({ min: 0, max: 3 })),
    names: fc.uniqueArray(fc.integer({ min: 0, max: 3 })),
  }),
  { maxLength: 60 },
);

it("resolveEvent() finds the same people in any order of arrival while nobody shares a browser", () => {
  fc.assert(
    fc.property(personalEvents, fc.integer(), (drafts, seed) => {
      const events = drafts.map(({ owner, device, names }, index): ResolvableEvent => {
        const kinds = [
          user(`u${owner}`),
          email(`a${owner}@x.cn`),
          email(`b${owner}@x.cn`),
          token(`t${owner}`),
        ];
        return {
          id: BigInt(index + 1),
          occurredAtMs: index * minute,
          person: names.sort().flatMap((name) => kinds[name] ?? []),
          device: device === null ? null : `d${owner}-${device}`,
        };
      });
      const shuffled = [...events].sort((left, right) => order(left, seed) - order(right, seed));
      expect(groups(shuffled)).toEqual(groups(events));
    }),
  );
});

function order(event: ResolvableEvent, seed: number): number {
  return Number((event.id * 7_919n + BigInt(seed)) % 101n);
}

/** Which events belong together, as sorted lists of ids. */
function groups(events: readonly ResolvableEvent[]): readonly string[] {
  const state = emptyGraph();
  const owners = events.map((event) => ({ event, profile: resolveEvent(state, event).profile }));
  const byRoot = new Map<string, bigint[]>();
  for (const { event, profile } of owners) {
    if (profile === null) continue;
    const root = rootOf(state, profile).id;
    byRoot.set(root, [...(byRoot.get(root) ?? []), event.id]);
  }
  return [...byRoot.values()].map((ids) => ids.sort(compare).join()).sort();
}

function compare(left: bigint, right: bigint): number {
  return left < right ? -1 : 1;
}

it("resolveEvent() never puts two user ids into one person, whatever arrives", () => {
  const anyEvent = fc.record({
    users: fc.option(fc.integer({ min: 0, max: 4 })),
    mails: fc.option(fc.integer({ min: 0, max: 4 })),
    device: fc.option(fc.integer({ min: 0, max: 3 })),
    atMinute: fc.integer({ min: 0, max: 200 }),
  });
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 80 }), (drafts) => {
      const state = emptyGraph();
      for (const { users, mails, device, atMinute } of drafts) {
        const person = [
          ...(users === null ? [] : [user(`u${users}`)]),
          ...(mails === null ? [] : [email(`m${mails}@x.cn`)]),
        ];
        const { profile } = happen(state, device === null ? null : `d${device}`, person, atMinute);
        const own = state.people.get(`user_id\u0000u${users}`);
        if (users !== null) expect(own !== undefined && same(state, { profile }, own)).toBe(true);
      }
      const roots = [...state.people]
        .filter(([key]) => key.startsWith("user_id"))
        .map(([, link]) => rootOf(state, link.profile).id);
      expect(new Set(roots).size).toBe(roots.length);
    }),
  );
});

const american = (number: number) => personPhone(normalizePhone(`+1 (212) 555-0${100 + number}`));

/** What a caller shows: the number of a firm of two, their own, both or none. */
function numbersOf(person: number, shows: string): readonly Identifier[] {
  return [
    ...(shows === "firm" || shows === "both" ? american(person >> 1) : []),
    ...(shows === "own" || shows === "both" ? american(50 + person) : []),
  ];
}

it("resolveEvent() finds the only named person of an American number by it, and nobody once two have it", () => {
  const state = emptyGraph();
  const before = happen(state, null, american(1));
  const wang = happen(state, null, [email("wang@acme.com"), ...american(1)]);
  const call = happen(state, null, american(1));
  expect(same(state, before, wang) && same(state, call, wang)).toBe(true);
  const li = happen(state, null, [email("li@acme.com"), ...american(1)]);
  expect(li.changes).toEqual(["demotion"]);
  const order = happen(state, null, [...american(1), token("order-9")]);
  const switchboard = [happen(state, null, american(1)), happen(state, null, american(1))] as const;
  expect(same(state, switchboard[0], switchboard[1])).toBe(true);
  for (const one of [order, ...switchboard]) {
    expect(same(state, one, wang) || same(state, one, li)).toBe(false);
  }
});

it("resolveEvent() never joins two named people by an American switchboard, whatever arrives in whatever order", () => {
  const anyEvent = fc.record({
    who: fc.option(fc.integer({ min: 0, max: 5 }), { freq: 2 }),
    shows: fc.constantFrom("firm", "own", "both", "nothing"),
    caller: fc.integer({ min: 0, max: 5 }),
    device: fc.option(fc.integer({ min: 0, max: 5 })),
    order: fc.option(fc.integer({ min: 0, max: 8 })),
    atMinute: fc.integer({ min: 0, max: 300 }),
  });
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 80 }), (drafts) => {
      const state = emptyGraph();
      for (const { who, shows, caller, device, order: number, atMinute } of drafts) {
        const names = [
          ...(who === null ? [] : [email(`p${who}@x.com`)]),
          ...numbersOf(who ?? caller, shows),
          ...(number === null ? [] : [token(`o${number}`)]),
        ];
        happen(state, device === null ? null : `d${device}`, names, atMinute);
      }
      const people = [...state.people].filter(([key]) => key.startsWith("email"));
      const roots = people.map(([, { profile }]) => rootOf(state, profile).id);
      expect(new Set(roots).size).toBe(roots.length);
    }),
    { numRuns: 300 },
  );
});

it("resolveEvent() gives what a shared browser sends late to whoever sat there then, or to nobody", () => {
  const state = emptyGraph();
  const wang = happen(state, "pc", [user("wang")], 0);
  const li = happen(state, "pc", [user("li")], 20);
  const late = happen(state, "pc", [], 5);
  expect(same(state, late, li)).toBe(false);
  expect(same(state, happen(state, "pc", [], 25), li)).toBe(true);
  // A late naming takes nobody's seat, and ends the time for which it is sure who sat there.
  happen(state, "pc", [user("li")], 40);
  expect(happen(state, "pc", [user("wang")], 30).changes).toEqual(["switch"]);
  expect(same(state, happen(state, "pc", [], 35), wang)).toBe(false);
  expect(same(state, happen(state, "pc", [], 45), li)).toBe(true);
});

it("resolveEvent() gives no event of a shared browser to a wrong person, in whatever order the events arrive", () => {
  const turns = fc.array(
    fc.record({
      who: fc.integer({ min: 0, max: 3 }),
      lasts: fc.integer({ min: 1, max: 50 }),
      pages: fc.uniqueArray(fc.integer({ min: 0, max: 50 }), { maxLength: 4 }),
      again: fc.boolean(),
    }),
    { minLength: 2, maxLength: 12 },
  );
  fc.assert(
    fc.property(turns, fc.array(fc.nat(), { minLength: 90, maxLength: 90 }), (seats, places) => {
      const state = emptyGraph();
      let start = 0;
      const namings: (readonly [who: number, at: number])[] = [];
      const pages: (readonly [who: number, at: number])[] = [];
      for (const { who, lasts, pages: visits, again } of seats) {
        namings.push([who, start], ...(again ? [[who, start + lasts / 2] as const] : []));
        pages.push(...visits.filter((at) => at < lasts).map((at) => [who, start + at] as const));
        start += lasts;
      }
      const shuffled = <T>(list: readonly T[]): readonly T[] =>
        list
          .map((one, at) => [places[at] ?? 0, one] as const)
          .sort(([left], [right]) => left - right)
          .map(([, one]) => one);
      for (const [who, at] of shuffled(namings)) happen(state, "pc", [user(`u${who}`)], at);
      const isShared = new Set(namings.map(([who]) => who)).size > 1;
      for (const [who, at] of shuffled(pages)) {
        const { profile } = happen(state, "pc", [], at);
        const root = rootOf(state, profile as never);
        if (isShared && root.known) expect(root.value).toBe(`u${who}`);
      }
    }),
    { numRuns: 500, seed: 3 },
  );
});

it("resolveEvent() joins nobody by a mailbox of a role: beside a name it says nothing, alone it is its own", () => {
  const state = emptyGraph();
  const mailbox = { kind: "role_mailbox", value: "info@acme.cn" };
  const before = happen(state, null, [mailbox]);
  const wang = happen(state, null, [user("wang"), mailbox]);
  const li = happen(state, null, [email("li@acme.cn"), mailbox]);
  const after = happen(state, null, [mailbox]);
  expect(same(state, before, after)).toBe(true);
  expect([same(state, wang, li), same(state, wang, before), same(state, li, before)]).toEqual([
    false,
    false,
    false,
  ]);
  expect(rootOf(state, after.profile as never)).toMatchObject({
    kind: "shared_mailbox",
    known: false,
  });
  // A nameless browser that gave it stays a browser, and joins who signs in there.
  const browser = happen(state, "browser", [mailbox]);
  expect(same(state, browser, after)).toBe(false);
  expect(same(state, browser, happen(state, "browser", [user("chen")]))).toBe(true);
});
