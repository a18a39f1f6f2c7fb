import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { chromium, type Page } from "playwright-core";
import { findBrowser } from "./lists/find-browser.ts";
import { openMillion } from "./lists/open-million.ts";

// The pages in Chromium, on the workspace of bench:lists: how long a person waits until rows are there.
// node bench/src/web.ts [--data data/bench-lists] [--contacts 1000000] [--pictures FOLDER]

const { values } = parseArgs({
  options: {
    data: { type: "string", default: join(process.cwd(), "data", "bench-lists") },
    contacts: { type: "string", default: "1000000" },
    pictures: { type: "string" },
  },
});
const million = await openMillion(values.data, {
  contacts: Number(values.contacts),
  pages: true,
  say: (line) => console.error(line),
});
const base = `${million.server.url}/w/${million.workspace.id}`;
const browser = await chromium.launch({ executablePath: findBrowser() });
const rows: { what: string; "p50 ms": number; target: number; verdict: string }[] = [];
const row = ".table-row";

// As text: it runs in the page, whose names are not those of this program.
const twoFrames =
  "new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))";
const scrolling = `(async () => {
  const scroller = document.querySelector(".table-row").closest(".table-scroll");
  let longest = 0;
  let last = performance.now();
  for (let step = 0; step < 200; step++) {
    scroller.scrollBy(0, 320);
    await new Promise((resolve) => requestAnimationFrame(resolve));
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }
  return longest;
})()`;

try {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: "zh-CN",
  });
  const page = await context.newPage();
  await page.goto(`${million.server.url}/sign-in`);
  await page.locator("input[name=email]").fill(million.person.email);
  await page.locator("input[name=password]").fill(million.person.password);
  await page.locator("button[type=submit]").click();
  await page.waitForURL(/\/w\//);
  const state = await context.storageState();
  let bytes = 0;
  note(
    "first page usable, cold",
    1500,
    await times(3, async () => {
      const cold = await browser.newContext({
        viewport: { width: 1440, height: 900 },
        storageState: state,
      });
      const fresh = await cold.newPage();
      const scripts = new Set<string>();
      fresh.on("response", (response) => {
        const { pathname } = new URL(response.url());
        if (pathname.endsWith(".js")) scripts.add(pathname);
      });
      const took = await waited(
        () => fresh.goto(`${base}/customers/contact`),
        () => fresh.locator(row).first().waitFor(),
      );
      bytes = [...scripts].reduce((sum, path) => sum + zippedSize(path), 0);
      await cold.close();
      return took;
    }),
  );
  await page.goto(`${base}/customers/contact`);
  await page.locator(row).first().waitFor();
  if (values.pictures) await picture(page, values.pictures, "contacts");
  await page.goto(`${base}/deals`);
  await page.locator(".top").first().waitFor();
  const rail = (part: string) => page.locator(`a[href*="/${part}"]`).first();
  note(
    "route change, cached data",
    100,
    await times(
      8,
      async (run) => {
        const [there, sign] = run % 2 === 0 ? ["customers/", row] : ["workbench", "main"];
        return waited(
          () => rail(there).click(),
          () => page.locator(sign).first().waitFor(),
        );
      },
      4,
    ),
  );
  await page.goto(`${base}/customers/contact`);
  await page.locator(row).first().waitFor();
  const head = page.locator("th button");
  note(
    "a click on a column's head until its rows are there",
    300,
    // Another column each time: what was asked for before is there at once.
    await times(4, (run) => waitedForAnswer(page, "/query", () => head.nth(run).click())),
  );
  note(
    "two characters typed into the list until its rows are there",
    300,
    await times(4, async (run) => {
      const text = ["王芳", "李娜", "张伟", "刘洋", "陈静"][run] ?? "王芳";
      return waitedForAnswer(page, "/query", () =>
        page.locator("input[type=search]").first().fill(text),
      );
    }),
  );
  await page.locator("input[type=search]").first().fill("");
  await page.locator(row).first().waitFor();
  note("longest frame while 2,000 rows are scrolled", 100, [await longestFrame(page)]);
  if (values.pictures) await picture(page, values.pictures, "contacts-scrolled");
  await page.goto(`${base}/deals`);
  await page.locator(".top").first().waitFor();
  if (values.pictures) await picture(page, values.pictures, "deals");
  console.table(rows);
  console.log(
    `initial scripts: ${Math.round(bytes / 1000)} kB gzip, at most 350: ${bytes < 350_000 ? "met" : "missed"}`,
  );
} finally {
  await browser.close();
  await million.server.close();
}

async function times(
  runs: number,
  one: (run: number) => Promise<number>,
  warmUp = 1,
): Promise<number[]> {
  const took: number[] = [];
  for (let run = 0; run < runs + warmUp; run++) {
    const ms = await one(run);
    if (run >= warmUp) took.push(ms);
  }
  return took;
}

async function waited(act: () => Promise<unknown>, until: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await act();
  await until();
  return performance.now() - startedAt;
}

/** From the act until the answer has been painted. */
function waitedForAnswer(page: Page, path: string, act: () => Promise<unknown>): Promise<number> {
  const answer = page.waitForResponse((response) => response.url().includes(path));
  return waited(act, async () => {
    await answer;
    await page.evaluate(twoFrames);
  });
}

function note(what: string, target: number, took: readonly number[]): void {
  const sorted = [...took].sort((left, right) => left - right);
  const p50 = Math.round(sorted[sorted.length >> 1] ?? 0);
  rows.push({ what, "p50 ms": p50, target, verdict: p50 < target ? "met" : "missed" });
}

/** Scrolls the list by its own height, as a wheel does, and watches the frames. */
function longestFrame(page: Page): Promise<number> {
  return page.evaluate<number>(scrolling);
}

async function picture(page: Page, folder: string, name: string): Promise<void> {
  for (const scheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.screenshot({ path: join(folder, `${name}-${scheme}.png`) });
  }
  await page.emulateMedia({ colorScheme: "light" });
}

function zippedSize(path: string): number {
  const folder = new URL("../../apps/web/dist/assets/", import.meta.url);
  const name = path.split("/").at(-1) ?? "";
  return readdirSync(folder).includes(name)
    ? gzipSync(readFileSync(new URL(name, folder))).length
    : 0;
}
