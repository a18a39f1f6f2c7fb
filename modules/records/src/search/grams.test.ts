import { expect, it } from "vitest";
import { gramsOfInitials, gramsOfQuery, gramsOfText, objectGram } from "./grams.ts";

it("grams are the numbers that stored entries have: a changed one would hide them from search", () => {
  expect(objectGram("contact")).toBe(2_051_085_662);
  expect([...gramsOfText("苏州恒砺 abcd 7 𠮷野")]).toEqual([
    1229249726, -1227380192, 2079787561, 85034269, -468965076, 1294271946, 440920331, 1958475554,
    839689206, -1255746186, -482464344,
  ]);
  expect([...gramsOfInitials("szhl")]).toEqual([
    -166967934, 1297229160, -1202700544, -1249590775, 1164435231, 1698361825,
  ]);
  expect(gramsOfQuery("恒 ab abc𠮷")).toEqual([-677169995, 1294271946, 440920331, -1255746186]);
});
