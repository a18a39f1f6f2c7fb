import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import {
  findChromium,
  type IngestionServer,
  readLog,
  startIngestionServer,
} from "@causeway/module-touchpoints/testing";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { build } from "vite";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { snippet } from "../src/index.ts";

const executablePath = findChromium();
let server: IngestionServer;
let browser: Browser;
let context: BrowserContext;
let site: Server;
let siteUrl: string;
let script: Buffer;
/** What the site's next pages contain. */
let head = "";

const body = `<div style="height:3000px"><button data-causeway-click="buy">Buy
  now</button><form data-causeway-form="contact" data-causeway-identify onsubmit="return false">
  <input name=email type=email><input name=name><input name=secret type=password><button>Send</button></form></div>`;

beforeAll(async () => {
  const outDir = await mkdtemp(join(tmpdir(), "cw-tracker-"));
  await build({
    root: fileURLToPath(new URL("..", import.meta.url)),
    logLevel: "silent",
    build: { outDir, emptyOutDir: true },
  });
  script = await readFile(join(outDir, "causeway.js"));
  await rm(outDir, { recursive: true });
  if (executablePath === null) return;
  server = await startIngestionServer();
  site = createServer((request, response) => {
    const isScript = request.url === "/causeway.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html; charset=utf-8");
    response.end(isScript ? script : `<!doctype html><title>${request.url}</title>${head}${body}`);
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  siteUrl = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  browser = await chromium.launch({ executablePath, args: ["--disable-background-networking"] });
}, 60_000);
afterEach(() => context?.close());
afterAll(async () => {
  await browser?.close();
  site?.close();
  await server?.close();
});

async function openSite(path: string, options: { readonly needsConsent?: boolean } = {}) {
  const { workspace, source } = await server.newSource();
  // The site serves the script itself; events go to the other origin.
  head = snippet({ host: siteUrl, writeKey: source.writeKey, ...options }).replace(
    "<script async",
    `<script async data-host="${server.url}"`,
  );
  context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(siteUrl + path);
  const names = async () =>
    (await readLog(workspace)).map((event) => {
      const properties = (event.payload.properties ?? {}) as Record<string, unknown>;
      return `${event.type} ${event.name ?? properties.path ?? ""}`.trim();
    });
  return { workspace, page, names };
}

it("causeway.js is smaller than 6 kB gzipped", () => {
  expect(gzipSync(script).length).toBeLessThan(6_000);
});

const inBrowser = it.skipIf(executablePath === null);

inBrowser(
  "causeway.js reports pages, routes of an app, time and depth, and leaving, by itself",
  async () => {
    const { workspace, page, names } = await openSite(
      "/pricing?utm_source=baidu&utm_campaign=autumn",
    );
    await expect.poll(names).toEqual(["page /pricing"]);
    // Scripts hear of it with the next frame.
    await page.evaluate(() => {
      scrollTo(0, 1200);
      return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    });
    await page.evaluate(() => history.pushState({}, "", "/docs"));
    await expect.poll(names).toEqual(["page /pricing", "track Page Left", "page /docs"]);
    await page.goto("about:blank");
    await expect.poll(names).toHaveLength(4);
    const [first, left] = await readLog(workspace);
    expect(first?.payload).toMatchObject({
      context: { campaign: { source: "baidu", name: "autumn" }, page: { path: "/pricing" } },
    });
    const properties = left?.payload.properties as { dwellMs: number; scrollDepth: number };
    expect(properties.dwellMs).toBeGreaterThan(0);
    expect(properties.scrollDepth).toBeGreaterThan(40);
    expect(await context.cookies()).toEqual([]);
  },
);

inBrowser(
  "causeway.js makes calls of the page before and after it is loaded, and reset() starts anew",
  async () => {
    const { workspace, page, names } = await openSite("/");
    await page.evaluate(() => {
      const { causeway } = window as unknown as {
        causeway: Record<string, (...all: unknown[]) => void>;
      };
      causeway.identify?.("u1", { email: "a@acme.cn" });
      causeway.track?.("Paid", { amount: 3 });
      causeway.group?.("acme", { name: "Acme" });
      causeway.reset?.();
      causeway.track?.("Left");
    });
    await expect.poll(names).toEqual(["page /", "identify", "track Paid", "group", "track Left"]);
    const [seen, , paid, , gone] = await readLog(workspace);
    expect(paid).toMatchObject({ user_id: "u1", anonymous_id: seen?.anonymous_id });
    expect(gone?.user_id).toBeNull();
    expect(gone?.anonymous_id).not.toBe(seen?.anonymous_id);
  },
);

inBrowser(
  "causeway.js starts from an array snippet too, and counts a page once that counts itself",
  async () => {
    const { workspace, source } = await server.newSource();
    head = `<script>window.causeway = [["page"], ["track", "Early"]];
    causeway.key = "${source.writeKey}"; causeway.options = { host: "${server.url}" };
    document.head.appendChild(Object.assign(document.createElement("script"), { src: "/causeway.js" }));</script>`;
    context = await browser.newContext();
    await (await context.newPage()).goto(`${siteUrl}/array`);
    await expect.poll(() => readLog(workspace)).toHaveLength(2);
    const log = await readLog(workspace);
    expect(log.map((event) => event.type)).toEqual(["page", "track"]);
    expect(log[0]?.payload).toMatchObject({ properties: { path: "/array" } });
  },
);

inBrowser(
  "causeway.js reports clicks and forms that are marked, and reads no password",
  async () => {
    const { workspace, page, names } = await openSite("/");
    await expect.poll(names).toEqual(["page /"]);
    await page.click("[data-causeway-click]");
    await page.fill("[name=email]", "wang@acme.cn");
    await page.fill("[name=name]", "王芳");
    await page.fill("[name=secret]", "hunter22");
    await page.click("form button");
    await expect
      .poll(names)
      .toEqual(["page /", "track Element Clicked", "identify", "track Form Submitted"]);
    const log = await readLog(workspace);
    expect(log[1]?.payload).toMatchObject({ properties: { name: "buy", label: "Buy now" } });
    expect(log[2]?.payload).toMatchObject({ traits: { email: "wang@acme.cn", name: "王芳" } });
    expect(JSON.stringify(log)).not.toContain("hunter22");
  },
);

inBrowser("causeway.js keeps events while offline and sends them on a later page", async () => {
  const { page, names } = await openSite("/");
  await expect.poll(names).toEqual(["page /"]);
  await context.route(`${server.url}/**`, (route) => route.abort());
  await page.evaluate(() => {
    const { causeway } = window as unknown as {
      causeway: Record<string, (...all: unknown[]) => void>;
    };
    causeway.track?.("While offline");
  });
  await expect
    .poll(() => page.evaluate(() => JSON.stringify(localStorage)))
    .toContain("While offline");
  await page.evaluate(() => {
    for (const key of Object.keys(localStorage)) {
      const text = localStorage.getItem(key) ?? "";
      if (key.startsWith("causeway.queue."))
        localStorage.setItem(key, text.replace(/"at":\d+/, '"at":0'));
    }
  });
  await context.unroute(`${server.url}/**`);
  await page.goto("about:blank");
  const later = await context.newPage();
  await later.goto(`${siteUrl}/later`);
  await expect.poll(names).toContain("track While offline");
  expect((await names()).filter((name) => name === "track While offline")).toHaveLength(1);
});

inBrowser(
  "causeway.js keeps and sends nothing before consent, and forgets all when it is withdrawn",
  async () => {
    const { workspace, page, names } = await openSite("/", { needsConsent: true });
    await page.waitForFunction(
      () => "flushOnExit" in (window as unknown as { causeway: object }).causeway,
    );
    type Calls = Record<string, (...all: unknown[]) => void>;
    const call = (where: Page, name: string, ...all: unknown[]) =>
      where.evaluate(
        ([method, values]) =>
          (window as unknown as { causeway: Calls }).causeway[method]?.(...values),
        [name, all] as const,
      );
    const kept = (where: Page) => where.evaluate(() => ({ ...localStorage }));
    expect(await kept(page)).toEqual({});
    await call(page, "identify", "u1", { email: "li@ruifeng.example" });
    expect(await kept(page)).toEqual({});
    expect(await names()).toEqual([]);
    await call(page, "consent", true, { marketing: false, version: "2026-11" });
    await expect.poll(names).toEqual(["page /", "identify", "track Consent Updated"]);
    const [seen, , answer] = await readLog(workspace);
    expect(answer).toMatchObject({
      ...{ user_id: "u1", payload: { properties: { marketing: false, version: "2026-11" } } },
    });
    const other = await context.newPage();
    await other.goto(`${siteUrl}/other`);
    await expect.poll(names).toContain("page /other");
    await other.evaluate(() =>
      addEventListener("storage", () => Object.assign(window, { heard: true })),
    );
    await call(page, "consent", false);
    await expect.poll(() => other.evaluate(() => "heard" in window)).toBe(true);
    for (const where of [page, other]) {
      await call(where, "track", "After");
      expect(await kept(where)).toEqual({ "causeway.consent": "no" });
    }
    // Who agrees again is nobody that was known.
    await call(page, "consent", true);
    await call(page, "track", "Again");
    await expect.poll(names).toContain("track Again");
    expect(await names()).not.toContain("track After");
    const again = (await readLog(workspace)).at(-1);
    expect(again?.user_id).toBeNull();
    expect(again?.anonymous_id).not.toBe(seen?.anonymous_id);
  },
);
