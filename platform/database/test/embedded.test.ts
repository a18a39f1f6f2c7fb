import { spawn } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { withClient } from "../src/connection.ts";
import { clusterConnection, probe } from "../src/embedded/cluster.ts";
import { locateData } from "../src/embedded/data-location.ts";
import { processState, readPostmasterFile } from "../src/embedded/postmaster-file.ts";
import { reachableBinaries } from "../src/embedded/reachable-binaries.ts";
import { serverAccount } from "../src/embedded/server-account.ts";
import { embeddedBinaries } from "../src/embedded/server-binaries.ts";
import { type EmbeddedServer, startEmbedded } from "../src/embedded/start-embedded.ts";
import { openDatabase } from "../src/index.ts";
import { createDataFolder } from "../src/testing/index.ts";
import { type Program, startProgram } from "./embedded-process.ts";

const isRoot = process.getuid?.() === 0;

let folder: string;
let programs: Program[];
beforeEach(() => {
  folder = createDataFolder().path;
  programs = [];
});
afterEach(async () => {
  for (const program of programs) await program.kill();
  const pid = serverPid();
  if (pid !== undefined) {
    process.kill(pid, "SIGINT");
    await vi.waitFor(() => expect(isServer(pid)).toBe(false), { timeout: 60_000 });
  }
  const address = join(folder, "postgres", "address.json");
  if (existsSync(address)) {
    const { socketDirectory } = JSON.parse(readFileSync(address, "utf8"));
    rmSync(socketDirectory, { recursive: true, force: true });
  }
  rmSync(folder, { recursive: true, force: true });
});

const data = () => join(folder, "postgres", "data");
const isServer = (pid: number) => processState(pid, data()) === "server";
const serverPid = () => {
  const file = readPostmasterFile(data());
  return file && isServer(file.pid) ? file.pid : undefined;
};
const start = (use: "server" | "command") => {
  const program = startProgram(folder, use);
  programs.push(program);
  return program;
};
/** Asks until the program finds its data again; each question waits for its answer. */
const askUntilAnswered = (program: Program) =>
  vi.waitFor(async () => expect(await program.ask()).toEqual({ workspaces: 1 }), {
    timeout: 60_000,
    interval: 50,
  });
const prepare = async () => {
  const database = await openDatabase({ dataFolder: folder, modules: [] });
  await database.createWorkspace({ name: "kept", locale: "en" });
  await database.close();
};

it("openDatabase() keeps its data from start to start and leaves nothing running", async () => {
  await prepare();
  expect(serverPid()).toBeUndefined();
  const database = await openDatabase({ dataFolder: folder, modules: [] });
  expect(await database.workspaces()).toHaveLength(1);
  const socket = JSON.parse(readFileSync(join(folder, "postgres", "address.json"), "utf8"));
  expect(statSync(socket.socketDirectory).mode & 0o777).toBe(0o700);
  expect(Buffer.byteLength(socket.socketDirectory)).toBeLessThan(90);
  await database.close();
  expect(existsSync(socket.socketDirectory)).toBe(false);
  expect(serverPid()).toBeUndefined();
});

it("openDatabase() refuses a second server on a folder and lets a command work beside the first", async () => {
  const first = start("server");
  expect(await first.answer()).toEqual({ open: true });
  const second = start("server");
  expect(await second.answer()).toEqual({
    refused: `Another Causeway server (process ${first.child.pid}) already runs on this data folder. Stop it first, or use another --data folder.`,
  });
  const command = start("command");
  expect(await command.answer()).toEqual({ open: true });
  expect(await command.close()).toEqual({ closed: true });
  expect(await first.ask()).toEqual({ workspaces: 0 });
  expect(await first.close()).toEqual({ closed: true });
  expect(serverPid()).toBeUndefined();
});

it("openDatabase() lets several programs make a new folder together", async () => {
  const together = [start("command"), start("command"), start("command")];
  for (const program of together) expect(await program.answer()).toEqual({ open: true });
  for (const program of together) expect(await program.close()).toEqual({ closed: true });
  expect(serverPid()).toBeUndefined();
  expect(readdirSync(join(folder, "postgres")).filter((name) => name.includes("new"))).toEqual([]);
});

it("a server that a command has started goes on when the command ends", async () => {
  await prepare();
  const command = start("command");
  await command.answer();
  const server = start("server");
  await server.answer();
  expect(await command.close()).toEqual({ closed: true });
  expect(await server.ask()).toEqual({ workspaces: 1 });
  expect(await server.close()).toEqual({ closed: true });
  expect(serverPid()).toBeUndefined();
});

it("a command finds its data again after the server beside it has stopped", async () => {
  await prepare();
  const server = start("server");
  await server.answer();
  const command = start("command");
  await command.answer();
  expect(await server.close()).toEqual({ closed: true });
  await askUntilAnswered(command);
  expect(await command.close()).toEqual({ closed: true });
  expect(serverPid()).toBeUndefined();
});

it("openDatabase() starts PostgreSQL again when it is killed", async () => {
  await prepare();
  const program = start("server");
  await program.answer();
  for (let round = 0; round < 2; round++) {
    const pid = serverPid();
    if (pid === undefined) throw new Error("the server runs");
    process.kill(pid, "SIGKILL");
    await askUntilAnswered(program);
    expect(serverPid()).not.toBe(pid);
  }
  expect(await program.close()).toEqual({ closed: true });
});

it("openDatabase() recovers what a killed program and a killed PostgreSQL left", async () => {
  await prepare();
  const killed = start("server");
  await killed.answer();
  const pid = serverPid();
  if (pid === undefined) throw new Error("the server runs");
  process.kill(pid, "SIGKILL");
  await killed.kill();
  const next = start("server");
  expect(await next.answer()).toEqual({ open: true });
  expect(await next.ask()).toEqual({ workspaces: 1 });
  await next.close();
});

it("openDatabase() takes over the server of a command that was killed", async () => {
  await prepare();
  const killed = start("command");
  await killed.answer();
  const orphan = serverPid();
  await killed.kill();
  expect(serverPid()).toBe(orphan);
  const next = start("server");
  expect(await next.answer()).toEqual({ open: true });
  expect(serverPid()).toBe(orphan);
  expect(await next.close()).toEqual({ closed: true });
  expect(serverPid()).toBeUndefined();
});

it.skipIf(process.platform !== "linux")(
  "openDatabase() as a server is not outlived by its PostgreSQL where the system can see to that",
  async () => {
    const killed = start("server");
    await killed.answer();
    await killed.kill();
    await vi.waitFor(() => expect(serverPid()).toBeUndefined(), { timeout: 60_000 });
  },
);

it("openDatabase() starts in spite of a stale file that names a living process", async () => {
  await prepare();
  const file = join(data(), "postmaster.pid");
  // As a process number that was given out again after a crash, to a process of the same user.
  const stranger = spawn("sleep", ["300"], { ...serverAccount() });
  const gone = new Promise((resolve) => stranger.once("exit", resolve));
  writeFileSync(file, `${stranger.pid}\n${data()}\n1700000000\n5432\n/tmp\n\n  1  2\nready\n`);
  const account = serverAccount();
  if (account) chownSync(file, account.uid, account.gid);
  const database = await openDatabase({ dataFolder: folder, modules: [] });
  expect(await database.workspaces()).toHaveLength(1);
  await database.close();
  expect(stranger.exitCode).toBe(null);
  stranger.kill();
  await gone;
});

it.skipIf(process.platform !== "linux")(
  "openDatabase() waits for what a killed server still has running",
  async () => {
    await prepare();
    const killed = start("command");
    await killed.answer();
    const pid = serverPid();
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
    const helper = Number(children[0]);
    process.kill(helper, "SIGSTOP");
    process.kill(Number(pid), "SIGKILL");
    await killed.kill();
    const next = start("command");
    const log = join(folder, "postgres", "server.log");
    await vi.waitFor(
      () => expect(readFileSync(log, "utf8")).toContain("pre-existing shared memory block"),
      { timeout: 60_000 },
    );
    process.kill(helper, "SIGCONT");
    expect(await next.answer()).toEqual({ open: true });
    expect(await next.ask()).toEqual({ workspaces: 1 });
    await next.close();
  },
);

it("openDatabase() works in a folder whose path is longer than a socket's may be", async () => {
  const dataFolder = join(folder, "long".repeat(30));
  const database = await openDatabase({ dataFolder, modules: [] });
  expect(await database.workspaces()).toEqual([]);
  await database.close();
});

it("openDatabase() says what is wrong when PostgreSQL cannot start", async () => {
  await prepare();
  writeFileSync(join(data(), "postgresql.conf"), "shared_buffers = 'much'\n");
  await expect(openDatabase({ dataFolder: folder, modules: [] })).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringMatching(/did not start.*server\.log.*shared_buffers/s),
  });
  writeFileSync(join(data(), "PG_VERSION"), "12\n");
  await expect(openDatabase({ dataFolder: folder, modules: [] })).rejects.toMatchObject({
    code: "unsupported",
    message: expect.stringContaining("were made by PostgreSQL 12"),
  });
});

it("the embedded server lets nobody in without the password", async () => {
  const database = await openDatabase({ dataFolder: folder, modules: [] });
  const { socketDirectory } = JSON.parse(
    readFileSync(join(folder, "postgres", "address.json"), "utf8"),
  );
  const cluster = { socketDirectory, port: 5432, password: "a guess" };
  const answer = await probe(clusterConnection(cluster as Parameters<typeof clusterConnection>[0]));
  expect(answer).toMatchObject({ ok: false, error: { code: "28P01" } });
  expect(statSync(join(folder, "postgres.password")).mode & 0o777).toBe(0o600);
  await database.close();
});

it("what lay in PostgreSQL's cache lies in it again after a restart", async () => {
  const open = () => startEmbedded(folder, "server", () => undefined);
  const query = async ({ connection }: EmbeddedServer, text: string) => {
    const { rows } = await withClient(connection, (client) => client.query(text));
    return rows;
  };
  const kept = `select count(*)::int as pages from pg_buffercache
    where relfilenode = pg_relation_filenode('kept') and relforknumber = 0`;
  const first = await open();
  await query(first, "create extension pg_buffercache");
  await query(
    first,
    "create table kept as select n, repeat('x', 1000) as text from generate_series(1, 4000) n",
  );
  const [before] = await query(first, kept);
  expect(before.pages).toBeGreaterThan(500);
  await first.stop();
  const again = await open();
  try {
    // Nobody reads the table here: PostgreSQL itself does, behind the first connections.
    await vi.waitFor(async () => expect(await query(again, kept)).toEqual([before]), {
      timeout: 60_000,
      interval: 100,
    });
  } finally {
    await again.stop();
  }
});

it("embeddedBinaries() of an unknown machine names the way out", async () => {
  await expect(embeddedBinaries("sunos-sparc")).rejects.toMatchObject({
    code: "unsupported",
    message: expect.stringMatching(/sunos-sparc.*DATABASE_URL/),
  });
});

it.skipIf(!isRoot)(
  "locateData() moves the data of root out of a closed folder and follows its note",
  () => {
    const closed = join(folder, "closed");
    const system = join(folder, "system");
    mkdirSync(closed, { mode: 0o700 });
    const first = locateData(join(closed, "data"), system);
    expect(dirname(first.home)).toBe(system);
    expect(JSON.parse(readFileSync(join(closed, "data", "location.json"), "utf8"))).toEqual({
      postgres: first.home,
    });
    // Opened later, the folder still leads to where the data are.
    chmodSync(closed, 0o755);
    expect(locateData(join(closed, "data"), system)).toEqual(first);
    expect(locateData(join(folder, "open"), system).home).toBe(join(folder, "open", "postgres"));
  },
);

it.skipIf(!isRoot)(
  "openDatabase() as root works in a folder that only root may enter",
  async () => {
    const closed = join(folder, "closed");
    mkdirSync(closed, { mode: 0o700 });
    const open = () => openDatabase({ dataFolder: join(closed, "data"), modules: [] });
    let home: string | undefined;
    try {
      const database = await open();
      await database.createWorkspace({ name: "kept", locale: "en" });
      await database.close();
      home = JSON.parse(readFileSync(join(closed, "data", "location.json"), "utf8")).postgres;
      expect(home).toMatch(/^\/var\/lib\/causeway\/[0-9a-f]{16}$/);
      const again = await open();
      expect(await again.workspaces()).toHaveLength(1);
      await again.close();
    } finally {
      if (home) rmSync(home, { recursive: true });
    }
  },
);

it.skipIf(!isRoot)("reachableBinaries() copies programs out of a closed folder", async () => {
  const account = serverAccount();
  const closed = join(folder, "closed");
  const original = await embeddedBinaries();
  mkdirSync(closed, { mode: 0o700 });
  const inside = reachableBinaries(original, account, closed);
  expect(inside).toBe(original);
  const native = dirname(dirname(original.postgres));
  cpSync(native, join(closed, "native"), { recursive: true, verbatimSymlinks: true });
  writeFileSync(join(closed, "package.json"), '{ "version": "1.2.3" }');
  const behind = {
    major: original.major,
    initdb: join(closed, "native", "bin", "initdb"),
    postgres: join(closed, "native", "bin", "postgres"),
  };
  const copied = reachableBinaries(behind, account, join(folder, "system"));
  expect(copied.postgres).toBe(join(folder, "system", "postgresql-1.2.3", "bin", "postgres"));
  expect(reachableBinaries(copied, account, closed)).toBe(copied);
});

it.skipIf(!isRoot)(
  "openDatabase() serves data as the user they belong to, and refuses other users",
  async () => {
    const owner = { uid: 12_345, gid: 12_345 };
    const other = { uid: 12_346, gid: 12_346 };
    await prepare();
    // Data that an ordinary user made: everything is theirs, and nobody else may enter.
    const own = (path: string): void => {
      chownSync(path, owner.uid, owner.gid);
      if (statSync(path).isDirectory()) for (const name of readdirSync(path)) own(join(path, name));
    };
    own(folder);
    const asRoot = start("command");
    expect(await asRoot.answer()).toEqual({ open: true });
    const pid = serverPid();
    expect(statSync(`/proc/${pid}`).uid).toBe(owner.uid);
    expect(await asRoot.ask()).toEqual({ workspaces: 1 });
    expect(await asRoot.close()).toEqual({ closed: true });
    const asOwner = startProgram(folder, "command", owner);
    programs.push(asOwner);
    expect(await asOwner.answer()).toEqual({ open: true });
    expect(await asOwner.close()).toEqual({ closed: true });
    const asOther = startProgram(folder, "command", other);
    programs.push(asOther);
    expect(await asOther.answer()).toMatchObject({ refused: expect.any(String) });
  },
);
