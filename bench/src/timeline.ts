import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { systemClock } from "@causeway/kernel";
import { createRecords } from "@causeway/module-records";
import { sql } from "kysely";
import { chromium, type Page } from "playwright-core";
import { eventSender } from "./identity/send-events.ts";
import { callApi } from "./lists/call-api.ts";
import { findBrowser } from "./lists/find-browser.ts";
import { openMillion } from "./lists/open-million.ts";

// A customer with very many events: how long until the time line is there, and the frames while it is zoomed and moved.
// With --rules, so many rules of page tiers are tried, and every visit is to a page of its own with --pages.
// node bench/src/timeline.ts [--events 100000] [--rules 50] [--pages] [--picture FILE.png]

const { values } = parseArgs({
  options: {
    events: { type: "string", default: "100000" },
    rules: { type: "string", default: "0" },
    pages: { type: "boolean", default: false },
    picture: { type: "string" },
  },
});
const count = Number(values.events);
const folder = mkdtempSync(join(tmpdir(), "causeway-bench-timeline-"));
const million = await openMillion(folder, { contacts: 1_000, pages: true, say: () => undefined });
const { server, workspace, key, person } = million;
const browser = await chromium.launch({ executablePath: findBrowser(), args: ["--no-sandbox"] });
// As text: it runs in the page. The wheel zooms in and out about the middle, the pointer drags.
const moving = `(async () => {
  const chart = document.querySelector(".timeline svg");
  const { left, top, width, height } = chart.getBoundingClientRect();
  const at = (share) => ({ clientX: left + width * share, clientY: top + height / 2, bubbles: true, cancelable: true });
  const frames = [];
  let last = performance.now();
  const frame = async () => {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    frames.push(performance.now() - last);
    last = performance.now();
  };
  await frame();
  frames.length = 0;
  for (let step = 0; step < 120; step++) {
    chart.dispatchEvent(new WheelEvent("wheel", { ...at(0.6), deltaY: step < 60 ? -60 : 60 }));
    await frame();
  }
  for (let step = 0; step < 25; step++) {
    chart.dispatchEvent(new WheelEvent("wheel", { ...at(0.6), deltaY: -60 }));
    await frame();
  }
  chart.dispatchEvent(new PointerEvent("pointerdown", { ...at(0.2), pointerId: 1, buttons: 1, button: 0 }));
  for (let step = 0; step < 60; step++) {
    chart.dispatchEvent(new PointerEvent("pointermove", { ...at(0.2 + step / 100), pointerId: 1, buttons: 1 }));
    await frame();
  }
  chart.dispatchEvent(new PointerEvent("pointerup", { ...at(0.8), pointerId: 1 }));
  return frames;
})()`;

try {
  await addRules(Number(values.rules));
  const contact = await addCustomer();
  const path = `/api/w/${workspace.id}/twin/contact/${contact}`;
  const asked: number[] = [];
  for (let run = 0; run < 6; run++) {
    const startedAt = performance.now();
    await callApi(server.url, key, `${path}/timeline?${rangeOfAll()}`);
    asked.push(performance.now() - startedAt);
  }
  const page = await signedIn();
  const startedAt = performance.now();
  await page.goto(`${server.url}/w/${workspace.id}/records/contact/${contact}`);
  await page.locator(".timeline g.mark[data-event]").first().waitFor();
  const shown = performance.now() - startedAt;
  const whole = page.waitForResponse((response) => response.url().includes("/timeline"));
  await page.getByRole("button", { name: "全部" }).click();
  await whole;
  await pause(500);
  const marks = await page.locator(".timeline g.mark[data-event]").count();
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
  const busy = async () => {
    const { metrics } = await cdp.send("Performance.getMetrics");
    const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0;
    return { task: of("TaskDuration"), script: of("ScriptDuration") };
  };
  const before = await busy();
  const frames = await page.evaluate<readonly number[]>(moving);
  const after = await busy();
  if (values.picture) await page.screenshot({ path: values.picture });
  const sorted = [...frames].sort((a, b) => a - b);
  const perFrame = (seconds: number) => Math.round((seconds / frames.length) * 10_000) / 10;
  console.table({
    events: count,
    "rules of page tiers": Number(values.rules),
    "marks drawn": marks,
    "whole time line asked of the server, p50 ms": Math.round(middle(asked)),
    "page with its time line, ms": Math.round(shown),
    "frames while zooming and moving": frames.length,
    "processor time of the page a frame, ms": perFrame(after.task - before.task),
    "of it scripts, ms": perFrame(after.script - before.script),
    "frame p50 ms": Math.round(middle(frames)),
    "frame p99 ms": Math.round(sorted[Math.floor(sorted.length * 0.99)] ?? 0),
    "longest frame, ms (target 100)": Math.round(sorted.at(-1) ?? 0),
  });
} finally {
  await browser.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}

/** A contact and its events of 360 days, of many kinds; back when the last is on the time line. */
async function addCustomer(): Promise<string> {
  const [made] = await workspace.transaction((trx) =>
    createRecords(trx, {
      object: "contact",
      actor: { kind: "import", id: "bench" },
      records: [{ values: { name: "贺兰舟", email: "many@example.cn" } }],
    }),
  );
  const send = await eventSender(workspace);
  const kinds = [
    { type: "page", name: "价格与方案", properties: { path: "/pricing" } },
    { type: "page", name: "手册", properties: { path: "/docs/cutting" } },
    { type: "track", event: "Machine Heartbeat", properties: { beats: 60 } },
    { type: "track", event: "Email Opened", properties: { subject: "月刊" } },
    { type: "track", event: "Call Received", properties: { direction: "in" } },
    { type: "track", event: "Exhibition Scanned", properties: { booth: "N3" } },
    { type: "track", event: "Order Completed", properties: { total: 1200 } },
  ];
  const end = systemClock().getTime() - 60_000;
  const step = (360 * 86_400_000) / count;
  const visit = (number: number) => ({
    type: "page",
    name: "机器",
    properties: { path: `/Machines/${number}/Manual` },
  });
  const events = Array.from({ length: count }, (_, number) => ({
    ...(values.pages ? visit(number) : kinds[(number * 7 + (number >> 5)) % kinds.length]),
    messageId: `many-${number}`,
    userId: "many@example.cn",
    context: { traits: { email: "many@example.cn" } },
    timestamp: new Date(end - (count - number) * step).toISOString(),
  }));
  await send(events as never);
  const id = made?.id ?? "";
  for (let seen = -1, before = -2; seen < count && seen !== before; ) {
    before = seen;
    await pause(4_000);
    const twin = (await callApi(server.url, key, `/api/w/${workspace.id}/twin/contact/${id}`)) as {
      totals: readonly { count: number }[];
    };
    seen = twin.totals.reduce((sum, total) => sum + total.count, 0);
    console.error(`${seen} of ${count} on the time line`);
  }
  return id;
}

/** Rules of every kind that no page of this customer fits, so that all of them are tried. */
async function addRules(rules: number): Promise<void> {
  const kinds = ["path-is", "path-begins", "path-contains", "topic"];
  await workspace.transaction(async (trx) => {
    for (let position = 0; position < rules; position++) {
      const matches = kinds[position % kinds.length];
      const value = matches === "topic" ? "careers" : `/elsewhere-${position}`;
      await sql`insert into page_tiers (position, matches, value, tier)
        values (${position}, ${matches}, ${value}, 'L1')`.execute(trx);
    }
  });
}

function rangeOfAll(): string {
  const [from, to] = [Date.now() - 365 * 86_400_000, Date.now()];
  return `from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}&bins=600`;
}

async function signedIn(): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: "zh-CN",
  });
  const page = await context.newPage();
  await page.goto(`${server.url}/sign-in`);
  await page.locator("input[name=email]").fill(person.email);
  await page.locator("input[name=password]").fill(person.password);
  await page.locator("button[type=submit]").click();
  await page.waitForURL(/\/w\//);
  return page;
}

function middle(all: readonly number[]): number {
  return [...all].sort((a, b) => a - b)[all.length >> 1] ?? 0;
}
