import { expect, it } from "vitest";
import { forbidden, placeOf } from "./layers.ts";

const check = (from: string, to: string) => {
  const places = [placeOf(from), placeOf(to)] as const;
  if (!places[0] || !places[1]) throw new TypeError("unknown package");
  return forbidden(places[0], places[1]);
};

it("forbidden() lets imports point down", () => {
  expect(check("@causeway/module-twin", "@causeway/module-identity")).toBeUndefined();
  expect(check("@causeway/module-twin", "@causeway/engine-graph")).toBeUndefined();
  expect(check("@causeway/app-cli", "@causeway/app-server")).toBeUndefined();
});

it("forbidden() names what points up", () => {
  expect(check("@causeway/module-identity", "@causeway/module-twin")).toContain("below");
  expect(check("@causeway/engine-graph", "@causeway/platform-http")).toContain("may not import");
  expect(check("@causeway/kernel", "@causeway/engine-graph")).toContain("may not import");
});

it("placeOf() knows only our packages", () => {
  expect(placeOf("zod")).toBeUndefined();
  expect(placeOf("@causeway/kernel")).toEqual({ layer: "kernel", name: "kernel" });
});
