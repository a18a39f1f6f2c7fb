import { once } from "node:events";
import { type AddressInfo, connect, createServer, Socket } from "node:net";
import { setImmediate } from "node:timers/promises";
import { afterEach, expect, it } from "vitest";
import { readInPlace } from "./read-in-place.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Both ends of a connection. */
async function open(): Promise<{ readonly sender: Socket; readonly accepted: Socket }> {
  const server = createServer().listen(0, "127.0.0.1");
  closing.push(() => server.close());
  await once(server, "listening");
  const sender = connect((server.address() as AddressInfo).port, "127.0.0.1");
  closing.push(() => sender.destroy());
  const [accepted] = (await once(server, "connection")) as [Socket];
  closing.push(() => accepted.destroy());
  return { sender, accepted };
}

const numbered = (count: number) =>
  Buffer.from(Uint32Array.from({ length: count }, (_, at) => at).buffer);

it("readInPlace() hands over each piece of an accepted connection, and then its end", async () => {
  const { sender, accepted } = await open();
  const pieces: string[] = [];
  expect(readInPlace(accepted, (bytes) => pieces.push(bytes.toString()))).not.toBe(null);
  const ended = once(accepted, "end");
  sender.write("one");
  await expect.poll(() => pieces, { timeout: 20_000 }).toEqual(["one"]);
  sender.end("中文");
  await ended;
  expect(pieces).toEqual(["one", "中文"]);
});

it("readInPlace() lets what follows take the ordinary way, every byte in order, also to a slow reader", async () => {
  const { sender, accepted } = await open();
  const all = numbered(500_000);
  const read: Buffer[] = [];
  const leave = readInPlace(accepted, (bytes) => {
    read.push(Buffer.from(bytes));
    leave?.();
  });
  sender.end(all);
  for await (const chunk of accepted) {
    read.push(chunk as Buffer);
    await setImmediate();
  }
  expect(Buffer.concat(read).equals(all)).toBe(true);
});

it("readInPlace() does nothing where a connection is not as it knows them", () => {
  expect(readInPlace(new Socket(), () => undefined)).toBe(null);
});
