import type { WorkspaceId } from "@causeway/kernel";
import type { Erasure } from "@causeway/platform-contract";
import { createDataFolder, createTestDatabase } from "@causeway/platform-database/testing";
import { sql } from "kysely";
import { pino } from "pino";
import { expect, it } from "vitest";
import { allMigrations, startServer } from "../src/index.ts";
import { findWords } from "./erasure/find-words.ts";
import { Browser, becomeOwner, foundWorkspace } from "./running-server.ts";

const isLong = process.env["CAUSEWAY_LONG_TESTS"] === "1";
const events = 10_000;
const mail = "qozvyklarge@zyxq-planted.cn";

it.skipIf(!isLong)(
  "an erasure of a person with 10,000 events that is cut off goes on after the next start and ends complete",
  {
    timeout: 600_000,
  },
  async () => {
    const database = await createTestDatabase({ modules: allMigrations });
    const folder = createDataFolder();
    const errors: string[] = [];
    const start = () =>
      startServer({
        ...{ dataFolder: folder.path, databaseUrl: database.url, port: 0, files: null, proxies: 1 },
        secret: "the same in every test: not a secret",
        log: pino({ level: "error" }, { write: (line: string) => void errors.push(line) }),
      });
    let server = await start();
    try {
      const owner = await becomeOwner(server);
      const workspace = await foundWorkspace(owner, "我们");
      const api = (path: string) => `/api/w/${workspace}${path}`;
      const source = await owner.post(api("/sources"), { name: "site" });
      const { writeKey } = source.body as { writeKey: string };
      const made = await owner.post(api("/records/contact"), {
        values: { name: "屈尔昶", email: mail },
      });
      for (let sent = 0; sent < events; sent += 500) {
        const batch = Array.from({ length: 500 }, (_, at) => ({
          ...{
            type: "track",
            event: "Seen",
            messageId: `qozvyk-${sent + at}`,
            userId: "qozvyklarge-1",
          },
          context: { traits: { email: mail } },
        }));
        const answer = await fetch(`${server.url}/v1/batch`, {
          method: "POST",
          body: JSON.stringify({ writeKey, batch }),
        });
        expect(answer.status).toBe(200);
      }
      const settled = async () => {
        const { body } = await owner.get(api("/status"));
        const { projections } = body as { projections: readonly { behind: number }[] };
        return projections.every(({ behind }) => behind === 0);
      };
      await expect.poll(settled, { timeout: 200_000, interval: 200 }).toBe(true);
      const { id } = made.body as { id: string };
      await owner.post(api("/records/task"), { values: { title: `Ask ${mail} again` } });
      const begun = await owner.post(api("/privacy/erasures"), { object: "contact", id });
      const path = api(`/privacy/erasures/${(begun.body as Erasure).id}`);
      const deleted = ({ counts }: Erasure) => counts["events"]?.deleted ?? 0;
      const state = async (browser: Browser) => (await browser.get(path)).body as Erasure;
      await expect
        .poll(async () => deleted(await state(owner)), { timeout: 60_000, interval: 10 })
        .toBeGreaterThan(0);
      const restart = async () => {
        await server.close();
        server = await start();
        const browser = new Browser(server.url);
        for (const [name, value] of owner.cookies) browser.cookies.set(name, value);
        return browser;
      };
      let again = await restart();
      const cut = deleted(await state(again));
      expect(cut).toBeLessThan(events);
      // Cut off once more, while it waits for a row that somebody holds: what was searched stays searched.
      const searched = async () => {
        const { progress } = await state(again);
        return progress?.stores.filter(({ state: of }) => of === "searched").length ?? 0;
      };
      const opened = await server.database.workspace(workspace as WorkspaceId);
      let restarted: Promise<Browser> | undefined;
      await opened.transaction(async (trx) => {
        await sql`select 1 from record_task for update`.execute(trx);
        await expect.poll(searched, { timeout: 120_000 }).toBeGreaterThan(20);
        expect((await state(again)).progress?.stage).toBe("mentions");
        restarted = restart();
      });
      again = (await restarted) ?? again;
      expect(await searched()).toBeGreaterThan(20);
      await expect
        .poll(async () => (await state(again)).state, { timeout: 200_000, interval: 200 })
        .toBe("done");
      expect(await state(again)).toMatchObject({
        found: 0,
        counts: { events: { deleted: events } },
      });
      const place = { dataFolder: folder.path, errors, databaseUrl: database.url };
      expect(await findWords(place, ["qozvyk", "zyxq-planted", "屈尔昶"])).toEqual([]);
    } finally {
      await server.close();
      await database.close();
      folder.remove();
    }
  },
);
