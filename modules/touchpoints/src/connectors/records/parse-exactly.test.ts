import { expect, it } from "vitest";
import { parseExactly } from "./parse-exactly.ts";

it("parseExactly keeps ids that a number cannot hold as they are written, and everything else as it is", () => {
  const text = `{"id":9007199254740993,"list":[-1870000000000000001,9007199254740991],
    "amount":0.1234567890123456,"large":1e30,"text":"9007199254740993","seconds":1795420800}`;
  expect(parseExactly(text)).toEqual({
    id: "9007199254740993",
    list: ["-1870000000000000001", 9_007_199_254_740_991],
    ...{
      amount: 0.1234567890123456,
      large: 1e30,
      text: "9007199254740993",
      seconds: 1_795_420_800,
    },
  });
  expect(() => parseExactly("{1234567890123456")).toThrow(SyntaxError);
});
