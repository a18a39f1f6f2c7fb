import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestDatabase, type TestDatabase } from "@causeway/platform-database/testing";
import { afterEach, beforeEach, expect, it } from "vitest";
import { allMigrations, noteBackup, type RunningServer, startServer } from "../src/index.ts";
import { Browser, becomeOwner, foundWorkspace, joinByInvitation } from "./running-server.ts";

const token = "a token of at least sixteen characters";
const secret = "the same in every test: not a secret";
let test: TestDatabase;
let dataFolder: string;

beforeEach(async () => {
  test = await createTestDatabase({ modules: allMigrations });
  dataFolder = mkdtempSync(join(tmpdir(), "causeway-metrics-"));
});
afterEach(async () => {
  await test.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

async function withServer(
  options: { readonly metricsToken?: string; readonly proxies?: number },
  work: (server: RunningServer) => Promise<void>,
): Promise<void> {
  const { url } = test;
  const server = await startServer({
    dataFolder,
    databaseUrl: url,
    secret,
    port: 0,
    files: null,
    ...options,
  });
  try {
    await work(server);
  } finally {
    await server.close();
  }
}

const scrape = ({ url }: RunningServer, headers: Readonly<Record<string, string>> = {}) =>
  fetch(`${url}/metrics`, { headers });

/** The value of a series whose labels contain these. */
function series(text: string, name: string, labels: Readonly<Record<string, string>>): number {
  const line = text
    .split("\n")
    .find(
      (each) =>
        each.startsWith(`${name}{`) &&
        Object.entries(labels).every(([key, value]) => each.includes(`${key}="${value}"`)),
    );
  return Number(line?.split(" ").at(-1) ?? Number.NaN);
}

it("GET /metrics and the status of a workspace count what came in, was refused and is behind", async () => {
  await withServer({ proxies: 1 }, async (server) => {
    const owner = await becomeOwner(server);
    const workspace = await foundWorkspace(owner, "我们");
    const { body } = await owner.post(`/api/w/${workspace}/sources`, { name: "Site" });
    const { writeKey } = body as { readonly writeKey: string };
    const event = (messageId: string) => ({ type: "track", event: "V", userId: "u", messageId });
    const batch = [event("1"), event("2"), event("1"), { type: "track" }];
    const sent = await new Browser(server.url).post("/v1/batch", { writeKey, batch });
    expect(sent.status).toBe(200);
    await new Browser(server.url).post("/v1/batch", { writeKey: "wrong", batch });

    const status = async () => (await owner.get(`/api/w/${workspace}/status`)).body;
    await expect.poll(status).toMatchObject({
      projections: server.product.projections.map(() => ({ behind: 0, isFailing: false })),
    });
    const { ingestion } = (await status()) as {
      readonly ingestion: { readonly hours: readonly Readonly<Record<string, number>>[] };
    };
    expect(ingestion).toMatchObject({ waiting: 0 });
    expect(ingestion.hours).toHaveLength(24);
    // The hour may have changed meanwhile.
    const [before, last] = ingestion.hours.slice(-2);
    const sum = (name: string) => (before?.[name] ?? 0) + (last?.[name] ?? 0);
    expect(["accepted", "duplicates", "rejected"].map(sum)).toEqual([2, 1, 1]);

    const answer = await scrape(server);
    expect(answer.headers.get("content-type")).toContain("text/plain; version=0.0.4");
    const text = await answer.text();
    for (const line of text.split("\n")) {
      expect(line).toMatch(/^$|^# (HELP|TYPE) \w+ .+$|^\w+(\{(\w+="[^"]*",?)*\})? [\d.e+-]+$/);
    }
    expect(series(text, "causeway_ingestion_events_total", { outcome: "stored" })).toBe(3);
    expect(series(text, "causeway_ingestion_events_total", { outcome: "rejected" })).toBe(1);
    const requests = "http_server_request_duration_seconds_count";
    expect(series(text, requests, { route: "/v1/batch", status: "200" })).toBe(1);
    expect(series(text, requests, { route: "/v1/batch", status: "401" })).toBe(1);
    const step = { workspace, projection: "identity" };
    expect(series(text, "causeway_projection_backlog_events", step)).toBe(0);
    expect(series(text, "causeway_projection_lag_seconds", step)).toBe(0);
    expect(text).toContain("causeway_ingestion_queue_bytes 0");
    expect(text).toContain("process_memory_rss_bytes ");
  });
});

it("the status of a workspace tells of the last backups, and administrators where they lie", async () => {
  await withServer({}, async (server) => {
    const owner = await becomeOwner(server);
    const workspace = await foundWorkspace(owner, "我们");
    const member = await joinByInvitation(owner, server, workspace, "member");
    const backupFor = async (person: Browser) =>
      ((await person.get(`/api/w/${workspace}/status`)).body as { readonly backup: unknown })
        .backup;
    expect(await backupFor(owner)).toBeNull();
    const startedAt = new Date(Date.now() - 25 * 3_600_000).toISOString();
    const attempt = { startedAt, file: "/backups/one.backup", bytes: 12_000, error: null };
    noteBackup(dataFolder, attempt, 86_400);
    const seen = { takenAt: startedAt, bytes: 12_000, everySeconds: 86_400, failedAt: null };
    expect(await backupFor(owner)).toMatchObject({ ...seen, file: attempt.file, isOverdue: false });
    const error = { zh: "磁盘没有空间了", en: "there is no space left" };
    noteBackup(dataFolder, { ...attempt, bytes: 0, error }, 3_600);
    const failed = { takenAt: startedAt, isOverdue: true, failedAt: startedAt };
    expect(await backupFor(owner)).toMatchObject({ ...failed, failure: error });
    expect(await backupFor(member)).toMatchObject({ ...failed, file: null, failure: null });
  });
});

it("GET /metrics is for this machine, not for what a proxy passes on, unless there is a token", async () => {
  await withServer({}, async (server) => {
    expect((await scrape(server)).status).toBe(200);
    for (const header of ["x-forwarded-for", "forwarded", "via", "x-real-ip"]) {
      const answer = await scrape(server, { [header]: "127.0.0.1" });
      expect([header, answer.status]).toEqual([header, 403]);
      expect(await answer.text()).not.toContain("causeway_");
    }
  });
  await withServer({ metricsToken: token }, async (server) => {
    const status = async (authorization?: string) =>
      (await scrape(server, authorization === undefined ? {} : { authorization })).status;
    expect(await status()).toBe(403);
    expect(await status("Bearer wrong")).toBe(403);
    expect(await status(`Bearer ${token.replaceAll(" ", "")}`)).toBe(403);
    expect(await status(`Bearer ${token}`)).toBe(200);
  });
});
