import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { limits } from "../limits.ts";
import { decodeBody } from "./decode-body.ts";
import { findWriteKey } from "./find-write-key.ts";

const read = async (body: Buffer) => decodeBody(body);

it("decodeBody() reads JSON and gzipped JSON alike", async () => {
  const text = JSON.stringify({ batch: [{ event: "打开 报价页" }] });
  const plain = await decodeBody(Buffer.from(text));
  expect(await decodeBody(gzipSync(text))).toEqual(plain);
});

it("decodeBody() stops unpacking at the limit", async () => {
  const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
  await expect(read(bomb)).rejects.toMatchObject({ code: "too-large" });
  const long = Buffer.from(JSON.stringify("x".repeat(limits.batchBytes)));
  await expect(read(long)).rejects.toMatchObject({ code: "too-large" });
});

it("decodeBody() calls broken gzip and broken JSON bad input", async () => {
  const cut = gzipSync("{}").subarray(0, 12);
  await expect(read(cut)).rejects.toMatchObject({ code: "bad-input" });
  await expect(read(Buffer.from("a=b"))).rejects.toMatchObject({ code: "bad-input" });
});

it("findWriteKey() looks at Basic authorisation, then the body, then the query", () => {
  const basic = `Basic ${Buffer.from("one:").toString("base64")}`;
  const body = { writeKey: "two", batch: [{ writeKey: "three" }] };
  expect(findWriteKey(basic, body, { writeKey: "four" })).toBe("one");
  expect(findWriteKey("Bearer x", body, { writeKey: "four" })).toBe("two");
  expect(findWriteKey(null, { batch: body.batch }, {})).toBe("three");
  expect(findWriteKey(null, [], { writeKey: "four" })).toBe("four");
  expect(findWriteKey("Basic !!!", null, {})).toBeNull();
});
