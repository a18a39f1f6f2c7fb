import { expect, it } from "vitest";
import { newId } from "./new-id.ts";

it("newId() is a UUID of version 7 that carries its time", () => {
  const id = newId(0x0123456789ab);
  expect(id).toMatch(/^01234567-89ab-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

it("newId() sorts by time", () => {
  expect(newId(1_000) < newId(2_000)).toBe(true);
});

it("newId() repeats nothing, also when its randomness is drawn again", () => {
  const ids = Array.from({ length: 5_000 }, () => newId(1_000));
  expect(new Set(ids).size).toBe(ids.length);
  const bits = new Set(ids.map((id) => id.slice(14)));
  expect(bits.size).toBe(ids.length);
});
