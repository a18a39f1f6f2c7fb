import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";

const program = fileURLToPath(new URL("../bin/causeway.mjs", import.meta.url));
let folder: string;
let server: ChildProcess | undefined;
let serverErrors = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "causeway-cli-"));
  // Where tests run as root, the server's own account must come in, or the data would lie elsewhere and stay.
  chmodSync(folder, 0o755);
});
afterAll(async () => {
  await stopServer();
  rmSync(folder, { recursive: true, force: true });
});

interface Result {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const environment = { ...process.env, DATABASE_URL: "", LANG: "en_US.UTF-8", LC_ALL: "" };

async function causeway(...args: readonly string[]): Promise<Result> {
  const child = spawn(process.execPath, [program, ...args], { env: environment });
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

/** Starts the real program on a free port; the first line of JSON says where it answers. */
async function startServer(
  ...args: readonly string[]
): Promise<{ url: string; setupLink: string }> {
  const child = spawn(
    process.execPath,
    [program, "start", "--json", "--port", "0", "--data", folder, ...args],
    { env: environment },
  );
  server = child;
  serverErrors = "";
  child.stderr.on("data", (chunk) => {
    serverErrors += chunk;
  });
  const line = await Promise.race([
    once(child.stdout, "data").then(([chunk]) => String(chunk)),
    once(child, "close").then(() => Promise.reject(new Error(`the server ended: ${serverErrors}`))),
  ]);
  return JSON.parse(line);
}

async function becomeOwner(url: string, setupLink: string): Promise<void> {
  const answer = await fetch(`${url}/api/setup`, {
    method: "POST",
    headers: { origin: url, "content-type": "application/json" },
    body: JSON.stringify({
      token: new URL(setupLink).searchParams.get("token"),
      name: "Lin",
      email: "lin@example.com",
      password: "correct horse battery",
      locale: "en",
    }),
  });
  expect(answer.status).toBe(204);
}

async function stopServer(signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> {
  const child = server;
  server = undefined;
  if (!child || child.exitCode !== null) return null;
  child.kill(signal);
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`the server ended with ${code}: ${serverErrors}`);
  return code;
}

const data = () => ["--data", folder] as const;

it("causeway without a command, with an unknown one and with bad input exits 2 and says one line", async () => {
  const nothing = await causeway();
  expect(nothing).toMatchObject({ code: 2 });
  expect(nothing.out).toContain("causeway COMMAND --help");
  const lines = await Promise.all([
    causeway("fly"),
    causeway("source", "remove"),
    causeway("start", "--port", "many"),
    causeway("export", "deal", "--format", "xml"),
    causeway("import", "no-such-file.csv", "--object", "deal"),
    causeway("import", program, "--object", "deal", "--map", program),
    causeway("replay", "--nonsense"),
    causeway("sign-in-link"),
  ]);
  for (const { code, err } of lines) {
    expect(code).toBe(2);
    expect(err.trim().split("\n")).toHaveLength(1);
  }
});

it("every command explains itself with --help", async () => {
  const { out } = await causeway("--help");
  const names = [...out.matchAll(/^ {2}([a-z-]+) /gm)].map(([, name]) => name ?? "");
  expect(names).toEqual(
    expect.arrayContaining(["start", "demo", "import", "export", "source", "replay", "doctor"]),
  );
  const helps = await Promise.all(names.map((name) => causeway(name, "--help")));
  for (const [index, help] of helps.entries()) {
    expect(help.code).toBe(0);
    expect(help.out).toContain(`causeway ${names[index]}`);
  }
});

it("data commands work beside a running server and without one", async () => {
  const early = await causeway("source", "add", "web", ...data());
  expect(early).toMatchObject({ code: 1 });
  expect(early.err).toContain("causeway start --empty");

  const { url, setupLink } = await startServer("--empty");
  expect(await (await fetch(`${url}/health`)).json()).toEqual({ status: "ok" });
  const second = await causeway("start", "--port", "0", ...data());
  expect(second.code).toBe(1);
  expect(second.err).toContain("already runs on this data folder");

  const bogus = await causeway("export", "bogus", ...data());
  expect(bogus).toMatchObject({ code: 2 });
  expect(bogus.err).toContain("there is no object “bogus”; there are: account");

  const added = await causeway("source", "add", "web", "--json", ...data());
  const { writeKey } = JSON.parse(added.out);
  const sent = await fetch(`${url}/v1/track`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${writeKey}:`)}` },
    body: JSON.stringify({ userId: "u1", event: "Opened Pricing", messageId: "m1" }),
  });
  expect(sent.status).toBe(200);
  const running = await causeway("export", "events", "--format", "jsonl", ...data());
  expect(JSON.parse(running.out)).toMatchObject({ name: "Opened Pricing", source: "web" });

  await becomeOwner(url, setupLink);
  const asked = await causeway("sign-in-link", "lin@example.com", "--json", ...data());
  const { link } = JSON.parse(asked.out);
  expect(new URL(link).port).toBe(new URL(url).port);
  const token = new URL(link).pathname.split("/").at(-1);
  const whose = await fetch(`${url}/api/sign-in-links/${token}`);
  expect(await whose.json()).toEqual({ name: "Lin", email: "lin@example.com" });
  const stranger = await causeway("sign-in-link", "nobody@example.com", ...data());
  expect(stranger).toMatchObject({ code: 2 });
  expect(stranger.err).toContain("nobody has an account with nobody@example.com");

  expect(await stopServer()).toBe(0);
  const stopped = await causeway("export", "events", "--format", "csv", ...data());
  expect(stopped.out.trim().split("\r\n")).toHaveLength(2);
  const added2 = await causeway("source", "add", "crm", "--json", ...data());
  expect(JSON.parse(added2.out)).toHaveProperty("writeKey");

  const replayed = await causeway("replay", "--json", ...data());
  expect(JSON.parse(replayed.out).projections).toContainEqual(
    expect.objectContaining({ name: "identity", behind: 0 }),
  );
  const profiles = await causeway("export", "profiles", "--format", "jsonl", ...data());
  expect(JSON.parse(profiles.out)).toMatchObject({
    known: true,
    identifiers: [{ value: "u1" }],
  });
  const file = join(folder, "accounts.csv");
  writeFileSync(
    file,
    "name,website\n启衡智能,https://qiheng.example\n华东激光,https://laser.example\n",
  );
  const preview = await causeway(
    "import",
    file,
    "--object",
    "account",
    "--preview",
    "--json",
    ...data(),
  );
  expect(JSON.parse(preview.out).counts).toMatchObject({ create: 2, error: 0 });
  const spaceship = await causeway("import", file, "--object", "spaceship", ...data());
  expect(spaceship).toMatchObject({ code: 2 });
  const imported = await causeway("import", file, "--object", "account", "--json", ...data());
  expect(JSON.parse(imported.out)).toMatchObject({ state: "done", created: 2, failed: 0 });
  const accounts = await causeway("export", "account", ...data());
  expect(accounts.out).toContain("华东激光");
  const nobody = await causeway("export", "spaceship", ...data());
  expect(nobody.code).toBe(2);
}, 300_000);

it("doctor finds a healthy installation healthy, and says what is wrong otherwise", async () => {
  const healthy = await causeway("doctor", "--json", ...data());
  expect(JSON.parse(healthy.out)).toMatchObject({ healthy: true });
  expect(healthy.code).toBe(0);
  const fresh = await causeway("doctor", "--data", join(folder, "nothing-here"));
  expect(fresh).toMatchObject({ code: 0 });
  expect(fresh.out).toContain("No data yet");
});
