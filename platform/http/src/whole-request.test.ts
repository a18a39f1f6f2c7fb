import { expect, it } from "vitest";
import { readWholeRequest } from "./whole-request.ts";

const read = (lines: readonly string[], body = "{}") =>
  readWholeRequest(Buffer.from([...lines, "", body].join("\r\n"), "latin1"));
const first = "POST /v1/track HTTP/1.1";
const plain = [first, "Host: a", "Content-Length: 2"];

it("readWholeRequest() reads path, headers and body of a plain request, also when its head is known", () => {
  for (const body of ["{}", "[]"]) {
    const request = read([...plain, "X-One:  a b \t", "Origin: https://a.example"], body);
    expect(request?.path).toBe("/v1/track");
    expect(request?.body.toString()).toBe(body);
    expect({ ...request?.headers }).toEqual({
      host: "a",
      "content-length": "2",
      "x-one": "a b",
      origin: "https://a.example",
    });
  }
});

it("readWholeRequest() leaves everything else to a whole parser", () => {
  expect(read(plain)).not.toBeNull();
  const others: readonly (readonly string[])[] = [
    ["GET /v1/track HTTP/1.1", ...plain.slice(1)],
    ["POST /v1/track HTTP/1.0", ...plain.slice(1)],
    ["POST /v1/track?a HTTP/1.1", ...plain.slice(1)],
    ["POST http://a/v1/track HTTP/1.1", ...plain.slice(1)],
    [first, "Host: a"],
    [first, "Content-Length: 2"],
    [...plain, "content-length: 2"],
    [...plain, "Host: b"],
    [first, "Host: a", "Content-Length: +2"],
    [first, "Host: a", "Content-Length: 2, 2"],
    [first, "Host: a", "Content-Length: 0x2"],
    [first, "Host: a", "Content-Length : 2"],
    [...plain, "Transfer-Encoding: chunked"],
    [...plain, "Expect: 100-continue"],
    [...plain, "Connection: close"],
    [...plain, "Connection: upgrade", "Upgrade: websocket"],
    [...plain, "A: b", " folded"],
    [...plain, "A: b\nContent-Length: 1"],
    [...plain, "A: \u00e9"],
    [...plain, "A: \0"],
    [...plain, "B c: d"],
    [...plain, `A: ${"a".repeat(9_000)}`],
  ];
  for (const lines of others) expect([lines, read(lines)]).toEqual([lines, null]);
  expect(read(plain, "{")).toBeNull();
  expect(read(plain, "{} ")).toBeNull();
  expect(readWholeRequest(Buffer.from(plain.join("\r\n")))).toBeNull();
  expect(readWholeRequest(Buffer.alloc(0))).toBeNull();
});
