import fc from "fast-check";
import { expect, it } from "vitest";
import { type ConsentStatement, judgeConsent } from "./consent.ts";

const statement = (value: string, minute: number, granted: boolean): ConsentStatement => ({
  identifier: { kind: "email", value },
  purpose: "marketing",
  decision: granted ? "granted" : "refused",
  source: "api",
  textVersion: null,
  proof: null,
  eventId: null,
  givenAt: new Date(minute * 60_000),
  actor: { kind: "user", id: "u" },
});

it("judgeConsent() takes the latest word of each identifier, and of those the strictest", () => {
  const both = [statement("a", 1, false), statement("a", 5, true), statement("b", 3, true)];
  expect(judgeConsent(both, "marketing", true)).toEqual({ allowed: true });
  expect(judgeConsent([...both, statement("b", 4, false)], "marketing", false)).toMatchObject({
    allowed: false,
    reason: "refused",
  });
  expect(judgeConsent([], "marketing", false)).toEqual({ allowed: true });
  expect(judgeConsent([], "marketing", true)).toMatchObject({ reason: "not-given" });
  expect(judgeConsent(both, "sharing", true)).toMatchObject({ reason: "not-given" });
});

it("judgeConsent() of two people joined never allows what one of them refused, in whatever order it is read", () => {
  const said = (value: string) =>
    fc
      .array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.boolean()), { maxLength: 6 })
      .map((list) =>
        list.map(([minute, granted], index) => statement(value, minute * 10 + index, granted)),
      );
  fc.assert(
    fc.property(said("a"), said("b"), fc.boolean(), (left, right, needs) => {
      const joined = judgeConsent([...right, ...left], "marketing", needs);
      expect(judgeConsent([...left, ...right], "marketing", needs)).toEqual(joined);
      const refusals = [left, right].filter((own) => {
        const verdict = judgeConsent(own, "marketing", needs);
        return !verdict.allowed && verdict.reason === "refused";
      });
      if (refusals.length > 0) expect(joined.allowed).toBe(false);
    }),
    { seed: 3 },
  );
});
