import { createRedactor } from "@causeway/platform-audit";
import { expect, it } from "vitest";
import { withoutNaming } from "./without-naming.ts";

const redactor = createRedactor(["li.lei@huace.cn", "+8613800138000", "李雷"]);
const left = (body: string | Buffer) =>
  withoutNaming(Buffer.from(body as string), redactor)?.toString();

it("withoutNaming() takes lines out of a file and members out of a list, and throws away a document", () => {
  expect(left("name,mail\n韩梅梅,han@huace.cn\n李雷,x@y.cn\n")).toBe(
    "name,mail\n韩梅梅,han@huace.cn\n",
  );
  expect(left('[{"mail":"li.lei@huace.cn"},{"mail":"han@huace.cn"}]')).toBe(
    '[{"mail":"han@huace.cn"}]',
  );
  expect(left('{"mail":"li.lei@huace.cn"')).toBeUndefined();
  expect(left("name,mail\n李雷,x@y.cn\n")).toBeUndefined();
  expect(left("nothing of it")).toBe("nothing of it");
});

it("withoutNaming() reads escapes of JSON, and a number that stands right behind Chinese letters", () => {
  expect(left('{"a":1}\n{"who":"\\u674e\\u96F7","b":\n')).toBeUndefined();
  expect(left("h\nkeep\nsays \\u674e\\u96F7\nkeep 2\n")).toBe("h\nkeep\nkeep 2\n");
  expect(left("h\nkeep\n电话13800138000\nkeep 2\n")).toBe("h\nkeep\nkeep 2\n");
});

it("withoutNaming() knows names in GB18030 and UTF-16, and leaves the bytes of others as they came", () => {
  const gb = Buffer.from([0xc0, 0xee, 0xc0, 0xd7]); // 李雷
  const other = Buffer.from([0xba, 0xab, 0xc3, 0xb7]); // 韩梅
  const end = Buffer.from("\n");
  const file = Buffer.concat([Buffer.from("h\n"), other, end, gb, end]);
  expect(withoutNaming(file, redactor)).toEqual(Buffer.concat([Buffer.from("h\n"), other, end]));
  expect(withoutNaming(Buffer.from("\ufeffx\n李雷\n", "utf16le"), redactor)).toBeNull();
});
