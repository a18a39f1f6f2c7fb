import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { allMigrations } from "@causeway/app-server";
import { openDatabase } from "@causeway/platform-database";
import { createDataFolder } from "@causeway/platform-database/testing";
import { afterAll, beforeAll, expect, it } from "vitest";

const program = fileURLToPath(new URL("../bin/causeway.mjs", import.meta.url));
let folder: ReturnType<typeof createDataFolder>;
beforeAll(() => {
  folder = createDataFolder();
});
afterAll(() => folder.remove());

const causeway = (...args: readonly string[]) => causewayIn("en_US.UTF-8", ...args);

async function causewayIn(LANG: string, ...args: readonly string[]) {
  const env = { ...process.env, DATABASE_URL: "", LANG, LC_ALL: "" };
  const child = spawn(process.execPath, [program, ...args], { env });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    err += chunk;
  });
  const [code] = (await once(child, "close")) as [number];
  return { code, out, err };
}

/** A command that goes on: its next line, and its end. */
function begin(...args: readonly string[]) {
  const env = { ...process.env, DATABASE_URL: "", LANG: "en_US.UTF-8", LC_ALL: "" };
  const child = spawn(process.execPath, [program, ...args], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    line: async () => String((await lines.next()).value),
    stop: async () => {
      const ended = once(child, "close");
      child.kill("SIGTERM");
      const [code] = (await ended) as [number];
      return code;
    },
  };
}

it("causeway backup and restore move an installation with its key to a place that knows only the passphrase", async () => {
  const [here, there] = [join(folder.path, "here"), join(folder.path, "there")];
  const backup = join(folder.path, "one.backup");
  const passphrase = join(folder.path, "passphrase.txt");
  writeFileSync(passphrase, "one two three four\n");
  // Beside an installation that is in use.
  const database = await openDatabase({ dataFolder: here, modules: allMigrations });
  const { id } = await database.createWorkspace({ name: "启衡", locale: "zh" });
  const sealed = database.secrets.seal("a password", "mail");
  const made = await causeway("backup", backup, "--passphrase-file", passphrase, "--data", here);
  expect(made).toMatchObject({ code: 0, err: "" });
  expect(made.out).toContain("readable with the passphrase only");
  expect(readFileSync(backup).includes(readFileSync(join(here, "secret.key")))).toBe(false);
  await database.close();

  const cut = join(folder.path, "cut.backup");
  writeFileSync(cut, readFileSync(backup).subarray(0, -100));
  const wrong = join(folder.path, "wrong.txt");
  writeFileSync(wrong, "five six seven eight");
  const refused = await Promise.all([
    causewayIn("zh_CN.UTF-8", "restore", cut, "--data", there),
    causeway("restore", backup, "--passphrase-file", wrong, "--data", there),
    causeway("backup", join(folder.path, "none.backup"), "surplus"),
  ]);
  for (const { code, err } of refused) {
    expect(code).toBe(2);
    expect(err.trim().split("\n")).toHaveLength(1);
  }
  expect(refused[0].err).toContain("已损坏或不完整，没有恢复任何内容");
  expect(existsSync(there)).toBe(false);

  const restored = await causeway(
    ...["restore", backup, "--json", "--passphrase-file", passphrase, "--data", there],
  );
  expect(JSON.parse(restored.out)).toMatchObject({ key: "same", workspaces: ["启衡"] });
  const moved = await openDatabase({ dataFolder: there, modules: allMigrations });
  expect((await moved.workspaces()).map((workspace) => workspace.id)).toEqual([id]);
  expect(moved.secrets.open(sealed, "mail")).toBe("a password");
  await moved.close();
}, 300_000);

it("causeway backup --every goes on from where another left off, keeps what it should, and doctor tells of it", async () => {
  const [data, backups] = [join(folder.path, "every"), join(folder.path, "backups")];
  const database = await openDatabase({ dataFolder: data, modules: allMigrations });
  await database.close();
  const doctor = async () => {
    const { out } = await causeway("doctor", "--json", "--data", data);
    const { findings } = JSON.parse(out) as { readonly findings: readonly Finding[] };
    return findings.find(({ name }) => name === "backup");
  };
  expect(await doctor()).toMatchObject({ state: "warn" });

  const place = ["--every", "24h", "--keep", "1", backups, "--json", "--data", data] as const;
  const first = begin("backup", ...place);
  const taken = JSON.parse(await first.line()) as { readonly file: string; readonly bytes: number };
  expect(await first.stop()).toBe(0);
  expect(await doctor()).toMatchObject({ state: "ok", en: expect.stringContaining(taken.file) });

  // A day later, as far as anybody knows: the next one is due at once, and the first one goes.
  const note = join(data, "backups.json");
  const before = JSON.parse(readFileSync(note, "utf8"));
  const yesterday = { ...before.lastGood, startedAt: new Date(Date.now() - 2 * 86_400_000) };
  writeFileSync(note, JSON.stringify({ ...before, lastGood: yesterday }));
  expect(await doctor()).toMatchObject({ state: "fail", en: expect.stringContaining("promised") });
  const second = begin("backup", ...place);
  const next = JSON.parse(await second.line()) as { readonly file: string };
  expect(await second.stop()).toBe(0);
  expect(readdirSync(backups).map((name) => join(backups, name))).toEqual([next.file]);

  // Begun again within the day it waits for its time.
  const third = begin("backup", ...place);
  const { dueAt } = JSON.parse(await third.line()) as { readonly dueAt: string };
  expect(Date.parse(dueAt)).toBeGreaterThan(Date.now());
  expect(await third.stop()).toBe(0);
  expect(await causeway("backup", backups, "--data", data)).toMatchObject({ code: 1 });
  expect(await doctor()).toMatchObject({ state: "warn", en: expect.stringContaining("failed") });
}, 300_000);

interface Finding {
  readonly name: string;
  readonly state: string;
  readonly en: string;
}
