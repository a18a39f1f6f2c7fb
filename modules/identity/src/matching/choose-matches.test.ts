import { expect, it } from "vitest";
import { chooseMatches } from "./choose-matches.ts";

const pair = (left: string, right: string, probability: number) => ({
  left,
  right,
  probability,
  related: 0,
  against: "strangers" as const,
  priorBits: -10,
  evidence: [],
});
const facts = (...known: readonly string[]) =>
  new Map(["a", "b", "c", "d", "e"].map((id) => [id, { known: known.includes(id) }]));
const zones = { mergeAt: 0.95, reviewAt: 0.5, isAboutDevices: false };
const names = (pairs: readonly { left: string; right: string }[]) =>
  pairs.map(({ left, right }) => left + right);

it("chooseMatches() sorts pairs into three zones", () => {
  const choice = chooseMatches(
    [pair("a", "b", 0.99), pair("c", "d", 0.7), pair("d", "e", 0.1)],
    facts(),
    zones,
  );
  expect([names(choice.merge), names(choice.review), choice.apart]).toEqual([["ab"], ["cd"], 1]);
});

it("chooseMatches() tells those apart who are only related", () => {
  const colleagues = { ...pair("a", "b", 0.01), related: 0.97 };
  const choice = chooseMatches([colleagues, pair("d", "e", 0.1)], facts(), zones);
  expect([choice.merge, choice.review, choice.apart]).toEqual([[], [], 2]);
  expect(names(choice.relatives)).toEqual(["ab"]);
});

it("chooseMatches() joins no two named people by their devices, also not through a third", () => {
  const devices = { ...zones, isAboutDevices: true };
  const direct = chooseMatches([pair("a", "b", 0.999)], facts("a", "b"), devices);
  expect([direct.merge, direct.refused]).toEqual([[], 1]);
  const through = chooseMatches(
    [pair("a", "c", 0.999), pair("d", "b", 0.99), pair("c", "d", 0.98)],
    facts("a", "b"),
    devices,
  );
  expect([names(through.merge), through.refused]).toEqual([["ac", "db"], 1]);
});

it("chooseMatches() leaves to a person whom a nameless visitor belongs to, when two named people fit", () => {
  const devices = { ...zones, isAboutDevices: true };
  const choice = chooseMatches(
    [pair("a", "c", 0.999), pair("b", "c", 0.99)],
    facts("a", "b"),
    devices,
  );
  expect(choice.merge).toEqual([]);
  expect(names(choice.review)).toEqual(["ac", "bc"]);
  // Nor does it join the second of them while somebody is asked about the first.
  const later = chooseMatches([pair("b", "c", 0.999)], facts("a", "b"), devices, [
    pair("a", "c", 0.99),
  ]);
  expect([later.merge, names(later.review)]).toEqual([[], ["bc"]]);
});

it("chooseMatches() joins no two named people by a number that may be a switchboard's, unless something personal agrees", () => {
  const agrees = (field: string, value: string) => ({
    ...{ field, level: "exact", bits: 9, text: { zh: "", en: "" } },
    values: [value, value] as const,
  });
  const [line, firm] = [agrees("phone", "+12125550123"), agrees("company", "Acme")];
  const weighed = (...evidence: readonly ReturnType<typeof agrees>[]) => [
    { ...pair("a", "b", 0.999), evidence },
  ];
  const both = facts("a", "b");
  expect(chooseMatches(weighed(line, firm), both, zones)).toMatchObject({ merge: [], refused: 1 });
  expect(names(chooseMatches(weighed(line, firm), facts("a"), zones).merge)).toEqual(["ab"]);
  const named = weighed(line, firm, agrees("name", "Jane Roe"));
  expect(names(chooseMatches(named, both, zones).merge)).toEqual(["ab"]);
  const mobile = weighed(agrees("phone", "+8613800138000"));
  expect(names(chooseMatches(mobile, both, zones).merge)).toEqual(["ab"]);
});
