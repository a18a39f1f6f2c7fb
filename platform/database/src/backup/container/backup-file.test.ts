import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seededRandom } from "@causeway/kernel";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openBackupFile, readBack, writeBackupFile } from "./backup-file.ts";
import { type Frame, frameKinds, jsonFrame, packFrame } from "./frame.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "cw-backup-file-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const header = {
  id: "one",
  takenAt: "2026-11-25T20:00:00.000Z",
  keyFingerprint: null,
  key: null,
};
const random = seededRandom(3);
const noise = (bytes: number) => Buffer.from(Array.from({ length: bytes }, () => random() * 256));
const bodies = [noise(0), noise(1), noise(300_000), noise(70_000)];

async function* pieces() {
  yield jsonFrame(frameKinds.manifest, { name: "启衡" });
  for (const body of bodies) yield packFrame(frameKinds.rows, body);
}

async function write(name: string): Promise<string> {
  const path = join(folder, name);
  expect(await writeBackupFile(path, header, pieces())).toBe(statSync(path).size);
  return path;
}

async function readAll(frames: AsyncIterable<Frame>): Promise<readonly Frame[]> {
  const all: Frame[] = [];
  for await (const frame of frames) all.push(frame);
  return all;
}

it("openBackupFile() gives back every piece of writeBackupFile(), twice if asked", async () => {
  const file = await openBackupFile(await write("whole"));
  expect(file.header).toEqual(header);
  for (let time = 0; time < 2; time++) {
    const [first, ...rows] = await readAll(file.frames());
    expect(JSON.parse(first?.body.toString() ?? "")).toEqual({ name: "启衡" });
    expect(rows.map(({ body }, index) => body.equals(bodies[index] ?? noise(9)))).toEqual(
      bodies.map(() => true),
    );
  }
});

it("openBackupFile() refuses every damaged byte, every cut, newer versions and other files, in one line", async () => {
  const whole = readFileSync(await write("sound"));
  const path = join(folder, "broken");
  const refusal = async (bytes: Buffer) => {
    writeFileSync(path, bytes);
    return openBackupFile(path).then(
      () => "accepted",
      (error: { code?: string; message: string }) => {
        expect(error.code).toBe("bad-input");
        expect(error.message).not.toContain("\n");
        return error.message;
      },
    );
  };
  const places = Array.from({ length: 60 }, () => Math.floor(random() * whole.length));
  for (const place of [...places, 20, 60, whole.length - 1]) {
    const damaged = Buffer.from(whole);
    damaged.writeUInt8(damaged.readUInt8(place) ^ 1, place);
    expect(await refusal(damaged)).not.toBe("accepted");
    expect(await refusal(whole.subarray(0, place))).not.toBe("accepted");
  }
  expect(await refusal(Buffer.concat([whole, Buffer.from("x")]))).toContain("damaged");
  expect(await refusal(Buffer.from("causeway-backup 7\n{}"))).toContain("newer version");
  expect(await refusal(Buffer.from("PK\u0003\u0004"))).toContain("not a Causeway backup");
  expect(await refusal(Buffer.alloc(0))).toContain("not a Causeway backup");
  await expect(openBackupFile(join(folder, "nothing"))).rejects.toMatchObject({
    code: "bad-input",
  });
  await expect(openBackupFile(folder)).rejects.toMatchObject({ code: "bad-input" });
});

it("writeBackupFile() never replaces a file, and leaves nothing when it fails", async () => {
  const path = await write("kept");
  const before = readFileSync(path);
  await expect(writeBackupFile(path, header, pieces())).rejects.toMatchObject({ code: "conflict" });
  expect(readFileSync(path).equals(before)).toBe(true);
  const names = readdirSync(folder);
  const failing = async function* () {
    yield packFrame(frameKinds.rows, noise(500_000));
    throw new Error("the database is gone");
  };
  await expect(writeBackupFile(join(folder, "half"), header, failing())).rejects.toThrow("is gone");
  expect(readdirSync(folder)).toEqual(names);
  await expect(
    writeBackupFile(join(folder, "no", "folder"), header, pieces()),
  ).rejects.toMatchObject({ code: "unavailable" });
});

it("readBack() finds a backup that does not hold what was written", async () => {
  const path = await write("back");
  const frames = [];
  for await (const piece of pieces()) frames.push(piece.length);
  const written = { pieces: frames.length, bytes: frames.reduce((sum, size) => sum + size, 0) };
  await readBack(path, written);
  await expect(readBack(path, { ...written, pieces: 4 })).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("does not hold all that was written"),
  });
  const bytes = readFileSync(path);
  bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
  writeFileSync(path, bytes);
  await expect(readBack(path, written)).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("does not read as it was written"),
  });
});
