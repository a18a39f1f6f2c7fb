import type { Erasure } from "@causeway/platform-contract";
import { createDataFolder, createTestDatabase } from "@causeway/platform-database/testing";
import { pino } from "pino";
import { expect, it } from "vitest";
import { allMigrations, startServer } from "../src/index.ts";
import { findWords } from "./erasure/find-words.ts";
import { Browser, becomeOwner, foundWorkspace } from "./running-server.ts";

const isLong = process.env["CAUSEWAY_LONG_TESTS"] === "1";
const events = 10_000;
const mail = "qozlarge@zyxq-planted.cn";

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
          ...{ type: "track", event: "Seen", messageId: `qoz-${sent + at}`, userId: "qozlarge-1" },
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
      const begun = await owner.post(api("/privacy/erasures"), { object: "contact", id });
      const path = api(`/privacy/erasures/${(begun.body as Erasure).id}`);
      const deleted = ({ counts }: Erasure) => counts["events"]?.deleted ?? 0;
      const state = async (browser: Browser) => (await browser.get(path)).body as Erasure;
      await expect
        .poll(async () => deleted(await state(owner)), { timeout: 60_000, interval: 10 })
        .toBeGreaterThan(0);
      await server.close();
      server = await start();
      const again = new Browser(server.url);
      for (const [name, value] of owner.cookies) again.cookies.set(name, value);
      const cut = deleted(await state(again));
      expect(cut).toBeLessThan(events);
      await expect
        .poll(async () => (await state(again)).state, { timeout: 200_000, interval: 200 })
        .toBe("done");
      expect(await state(again)).toMatchObject({
        found: 0,
        counts: { events: { deleted: events } },
      });
      const place = { dataFolder: folder.path, errors, databaseUrl: database.url };
      expect(await findWords(place, ["qoz", "zyxq", "屈尔昶"])).toEqual([]);
    } finally {
      await server.close();
      await database.close();
      folder.remove();
    }
  },
);
