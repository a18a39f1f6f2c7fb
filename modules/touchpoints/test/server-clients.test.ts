import { AppError } from "@causeway/kernel";
import rudder from "@rudderstack/rudder-sdk-node";
import { Analytics } from "@segment/analytics-node";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { EventWriter } from "../src/index.ts";
import { type IngestionServer, readLog, startIngestionServer } from "../src/testing/index.ts";

let server: IngestionServer;
/** Writes that still answer as if the database were away; "after" fails when the events are stored already. */
const failures: ("before" | "after")[] = [];

function unreliable(writer: EventWriter): EventWriter {
  return {
    get queuedBytes() {
      return writer.queuedBytes;
    },
    get queuedEvents() {
      return writer.queuedEvents;
    },
    get refused() {
      return writer.refused;
    },
    flowOf: writer.flowOf,
    refusal: writer.refusal,
    async write(workspace, delivery) {
      const failure = failures.shift();
      if (failure !== "before") await writer.write(workspace, delivery);
      if (failure !== undefined) throw new AppError("unavailable", "Not now");
    },
  };
}

beforeAll(async () => {
  server = await startIngestionServer({ wrap: unreliable });
});
afterAll(() => server.close());

it("@segment/analytics-node sends every kind of event, unmodified", async () => {
  const { workspace, source } = await server.newSource();
  const errors: unknown[] = [];
  const analytics = new Analytics({
    writeKey: source.writeKey,
    host: server.url,
    path: "/v1/batch",
  });
  analytics.on("error", (error) => errors.push(error));
  analytics.track({ userId: "u1", event: "Paid", properties: { amount: 12 } });
  analytics.identify({ userId: "u1", traits: { email: "a@example.com" } });
  analytics.page({ anonymousId: "b1", name: "Pricing" });
  analytics.screen({ anonymousId: "b1", name: "Home" });
  analytics.group({ userId: "u1", groupId: "acme" });
  analytics.alias({ userId: "u1", previousId: "b1" });
  await analytics.closeAndFlush();
  expect(errors).toEqual([]);
  const events = await readLog(workspace);
  expect(events.map((event) => event.type).sort()).toEqual([
    "alias",
    "group",
    "identify",
    "page",
    "screen",
    "track",
  ]);
  expect(events.find((event) => event.type === "track")).toMatchObject({
    name: "Paid",
    user_id: "u1",
    payload: { properties: { amount: 12 } },
  });
});

it("@segment/analytics-node loses nothing and doubles nothing while the server fails before or after storing", async () => {
  const { workspace, source } = await server.newSource();
  const errors: unknown[] = [];
  const analytics = new Analytics({
    writeKey: source.writeKey,
    host: server.url,
    path: "/v1/batch",
    flushAt: 5,
  });
  analytics.on("error", (error) => errors.push(error));
  failures.push("after", "before", "after");
  for (let index = 0; index < 20; index++) analytics.track({ userId: "u1", event: `E${index}` });
  await analytics.closeAndFlush({ timeout: 60_000 });
  expect(errors).toEqual([]);
  const names = (await readLog(workspace)).map((event) => event.name);
  expect(names).toHaveLength(20);
  expect(new Set(names).size).toBe(20);
  expect(failures).toEqual([]);
});

it("@rudderstack/rudder-sdk-node sends gzip under a form's content type, and retries, unmodified", async () => {
  const { workspace, source } = await server.newSource();
  const client = new rudder(source.writeKey, {
    dataPlaneUrl: server.url,
    path: "/v1/batch",
    flushInterval: 50,
  });
  failures.push("after");
  client.track({ userId: "u1", event: "打开 报价页", properties: { price: 3 } });
  client.identify({ userId: "u1", traits: { phone: "138 1234 5678" } });
  client.page({ anonymousId: "b1", name: "Pricing" });
  await expect.poll(() => readLog(workspace), { timeout: 60_000, interval: 100 }).toHaveLength(3);
  await new Promise<void>((resolve) => client.flush(() => resolve()));
  const events = await readLog(workspace);
  expect(events.map((event) => event.type).sort()).toEqual(["identify", "page", "track"]);
  expect(events.find((event) => event.type === "track")?.name).toBe("打开 报价页");
});
