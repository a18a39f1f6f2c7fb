import { expect, test } from "vitest";
import { readFieldMap, writeFieldMap } from "./field-map.ts";

test("a field map keeps what was chosen, proposes where nothing was, and leaves out what means nothing", () => {
  const columns = [
    { path: "mail", example: "a@b.cn", proposed: "email" },
    { path: "note", example: "x", proposed: null },
  ];
  expect(readFieldMap("", columns)).toEqual({ mail: "email" });
  expect(readFieldMap('{"mail":"user_id"}', columns)).toEqual({ mail: "user_id" });
  expect(readFieldMap("damaged", columns)).toEqual({});
  expect(writeFieldMap({ mail: "email", note: "" })).toBe('{"mail":"email"}');
  expect(writeFieldMap({ note: "" })).toBe("");
});
