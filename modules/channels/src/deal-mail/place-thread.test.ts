import { expect, it } from "vitest";
import { type OpenDeal, placeThread, type Thread } from "./place-thread.ts";

const thread = (facts: Partial<Thread>): Thread => ({
  ...{ contacts: ["li"], deals: [], firstMs: 100, lastMs: 120 },
  ...facts,
});
const deal = (id: string, facts: Partial<OpenDeal> = {}): OpenDeal => ({
  ...{ id, account: "a", contact: null, createdMs: 0, closedMs: Number.POSITIVE_INFINITY },
  ...facts,
});
const place = (facts: Partial<Thread>, deals: readonly OpenDeal[]) =>
  placeThread(thread(facts), deals, "a");

it("placeThread() believes first what a mail was sent about, then its people, then the account", () => {
  const deals = [deal("one", { contact: "li" }), deal("two", { closedMs: 10 }), deal("three")];
  expect(place({ deals: ["two"] }, deals)).toEqual({
    kind: "attached",
    deal: "two",
    reason: "thread",
  });
  expect(place({}, deals)).toEqual({ kind: "attached", deal: "one", reason: "person" });
  expect(place({ contacts: ["wang"] }, [deal("three")])).toEqual({
    ...{ kind: "attached", deal: "three", reason: "account" },
  });
});

it("placeThread() offers a conversation to each deal that it could be about, and guesses none", () => {
  const two = [deal("one", { contact: "li" }), deal("two", { contact: "li" })];
  expect(place({}, two)).toEqual({ kind: "offered", deals: ["one", "two"] });
  expect(place({ contacts: [] }, two)).toEqual({ kind: "offered", deals: ["one", "two"] });
  expect(place({ deals: ["one", "two"] }, two).kind).toBe("offered");
  expect(place({ contacts: [] }, [deal("one", { account: "b" })])).toEqual({
    ...{ kind: "offered", deals: [] },
  });
});

it("placeThread() counts deals that were open at any time of the conversation", () => {
  expect(place({}, [deal("old", { closedMs: 99 }), deal("new", { createdMs: 121 })])).toEqual({
    ...{ kind: "offered", deals: [] },
  });
  // An inquiry that became a deal, and an answer after the end of one.
  for (const one of [deal("x", { createdMs: 110 }), deal("x", { closedMs: 100 })]) {
    expect(place({}, [one])).toMatchObject({ kind: "attached", deal: "x" });
  }
});

it("placeThread() sees from what a deal with its contact arose, not with anybody else", () => {
  const day = 86_400_000;
  const after = (days: number) => ({ createdMs: 120 + days * day });
  const arisen = deal("x", { contact: "li", ...after(20) });
  expect(place({}, [arisen, deal("y", { contact: "li", ...after(31) })])).toEqual({
    ...{ kind: "attached", deal: "x", reason: "person" },
  });
  expect(place({ contacts: ["wang"] }, [arisen])).toEqual({ kind: "offered", deals: [] });
  expect(place({}, [arisen, deal("z")])).toMatchObject({ deal: "z", reason: "account" });
});
