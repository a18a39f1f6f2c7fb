import { expect, it } from "vitest";
import { formatPhone } from "./phones.ts";

it("formatPhone() groups Chinese and American numbers and leaves all others as they are", () => {
  expect(formatPhone("+8613829892528")).toBe("+86 138 2989 2528");
  expect(formatPhone("+861064891234")).toBe("+86 10 6489 1234");
  expect(formatPhone("+862783546652")).toBe("+86 27 8354 6652");
  expect(formatPhone("+8657489117449")).toBe("+86 574 8911 7449");
  expect(formatPhone("+864008001234")).toBe("+86 400 800 1234");
  expect(formatPhone("+14155550123")).toBe("+1 415 555 0123");
  expect(formatPhone("+442079460123")).toBe("+442079460123");
  expect(formatPhone("ext. 12")).toBe("ext. 12");
});
