import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  findChromium,
  type IngestionServer,
  readLog,
  startIngestionServer,
} from "../src/testing/index.ts";

const executablePath = findChromium();
let server: IngestionServer;
let browser: Browser;
let site: Server;
let siteUrl: string;

beforeAll(async () => {
  if (executablePath === null) return;
  server = await startIngestionServer();
  const script = await bundleAnalytics();
  site = createServer((request, response) => {
    const isScript = request.url === "/site.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html; charset=utf-8");
    response.end(
      isScript ? script : "<!doctype html><title>报价</title><script src=/site.js></script>",
    );
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  siteUrl = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  browser = await chromium.launch({ executablePath, args: ["--disable-background-networking"] });
});

afterAll(async () => {
  await browser?.close();
  site?.close();
  await server?.close();
});

/** The published package, bundled as a customer's site would. */
async function bundleAnalytics(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "cw-site-"));
  const entry = join(folder, "site.js");
  await writeFile(
    entry,
    `import { AnalyticsBrowser } from "@segment/analytics-next"; window.AnalyticsBrowser = AnalyticsBrowser;`,
  );
  const root = dirname(fileURLToPath(import.meta.url));
  const result = await build({
    configFile: false,
    logLevel: "silent",
    root,
    resolve: {
      alias: {
        "@segment/analytics-next": fileURLToPath(import.meta.resolve("@segment/analytics-next")),
      },
    },
    build: { write: false, minify: false, lib: { entry, formats: ["iife"], name: "site" } },
  });
  await rm(folder, { recursive: true });
  const [output] = Array.isArray(result) ? result : [result];
  if (output === undefined || !("output" in output)) throw new Error("Nothing was built");
  return output.output[0].code;
}

interface Loading {
  readonly writeKey: string;
  readonly server: string;
  readonly batching: boolean;
}

/** What a site writes to use analytics.js with another server. */
async function runAnalytics({ writeKey, server: cdnURL, batching }: Loading): Promise<void> {
  const library = (globalThis as unknown as { AnalyticsBrowser: AnalyticsLibrary })
    .AnalyticsBrowser;
  const strategy = batching
    ? { deliveryStrategy: { strategy: "batching", config: { size: 10, timeout: 200 } } }
    : {};
  const analytics = library.load(
    { writeKey, cdnURL },
    { integrations: { "Segment.io": { ...strategy } } },
  );
  await analytics.page("Pricing");
  await analytics.identify("u1", { email: "a@example.com" });
  await analytics.track("Form Submitted", { form: "demo" });
  await analytics.group("acme", { name: "Acme" });
}

interface AnalyticsLibrary {
  load(
    settings: object,
    options: object,
  ): Record<
    "page" | "identify" | "track" | "group",
    (name: string, more?: object) => Promise<unknown>
  >;
}

it.skipIf(executablePath === null).each([
  { batching: false, how: "one by one" },
  { batching: true, how: "in batches" },
])(
  "@segment/analytics-next in Chromium sends events $how from another origin, unmodified",
  async ({ batching }) => {
    const { workspace, source } = await server.newSource();
    const context = await browser.newContext();
    const page = await context.newPage();
    const refused: string[] = [];
    page.on("requestfailed", (request) => refused.push(request.url()));
    page.on("response", (response) => {
      if (response.status() >= 400 && response.url().startsWith(server.url))
        refused.push(response.url());
    });
    await page.goto(siteUrl);
    await page.evaluate(runAnalytics, { writeKey: source.writeKey, server: server.url, batching });
    await expect.poll(() => readLog(workspace), { timeout: 60_000, interval: 50 }).toHaveLength(4);
    expect(refused).toEqual([]);
    const events = await readLog(workspace);
    expect(events.map((event) => event.type).sort()).toEqual([
      "group",
      "identify",
      "page",
      "track",
    ]);
    const track = events.find((event) => event.type === "track");
    expect(track).toMatchObject({ name: "Form Submitted", user_id: "u1" });
    expect(track?.payload).toMatchObject({ context: { page: { title: "报价" }, ip: "127.0.0.1" } });
    const anonymous = new Set(events.map((event) => event.anonymous_id));
    expect(anonymous.size).toBe(1);
    await context.close();
  },
);
