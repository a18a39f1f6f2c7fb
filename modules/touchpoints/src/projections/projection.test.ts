import { expect, it } from "vitest";
import { orderProjections, type Projection, withDependents } from "./projection.ts";

const projection = (name: string, ...after: string[]): Projection => ({
  name,
  after,
  apply: async () => undefined,
  reset: async () => undefined,
});
const names = (list: readonly Projection[]) => list.map(({ name }) => name);
const all = [projection("scores", "twin"), projection("twin", "identity"), projection("identity")];

it("orderProjections() puts each after what it builds on", () => {
  expect(names(orderProjections(all))).toEqual(["identity", "twin", "scores"]);
});

it("orderProjections() refuses circles, unknown names and doubles", () => {
  expect(() => orderProjections([projection("a", "b"), projection("b", "a")])).toThrow(/itself/);
  expect(() => orderProjections([projection("a", "b")])).toThrow(/no projection "b"/);
  expect(() => orderProjections([projection("a"), projection("a")])).toThrow(/share/);
});

it("withDependents() takes everything that builds on one", () => {
  expect(names(withDependents(all, "twin"))).toEqual(["twin", "scores"]);
  expect(() => withDependents(all, "none")).toThrow(/no projection/);
});
