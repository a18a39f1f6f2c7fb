import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formatMonth } from "../../src/format/dates.ts";
import { openEmptyWorkspace } from "./empty-workspace.ts";
import { picture, textsIn } from "./page-texts.ts";
import type { ProductProcess } from "./product-process.ts";

const t = textsIn("en");
const dayMs = 86_400_000;

/** Numbers between 0 and 1 that are the same in every run. */
function draws(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** A pipeline as another system exports it: larger deals of the east are won more often; the latest are open. */
function pipeline(rows: number): string {
  const draw = draws(7);
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const lines = Array.from({ length: rows }, (_, number) => {
    const engaged = Date.now() - (20 + 400 * (1 - number / rows)) * dayMs;
    const isEast = draw() < 0.5;
    const amount = Math.round(10_000 + 90_000 * draw());
    const logit = (isEast ? 1.3 : -1.3) + (amount - 55_000) / 22_000;
    const isWon = draw() < 1 / (1 + Math.exp(-logit));
    const isOpen = number >= rows - 20;
    const stage = isOpen ? "Discovery" : isWon ? "Won" : "Lost";
    const closed = isOpen ? "" : day(engaged + 15 * dayMs);
    const team = isEast ? "East" : "West";
    return `Deal ${number},${stage},${amount},${team},${day(engaged)},${closed}`;
  });
  return ["Opportunity,Deal stage,Amount,Team,Engage date,Close date", ...lines].join("\n");
}

/** Leads that have ended, executives more often well, and a few open ones. */
function leads(rows: number): string {
  const draw = draws(5);
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const lines = Array.from({ length: rows }, (_, number) => {
    const engaged = Date.now() - (12 + 400 * (1 - number / rows)) * dayMs;
    const isBoss = draw() < 0.5;
    const isWon = draw() < (isBoss ? 0.8 : 0.25);
    const isOpen = number >= rows - 30;
    const title = isBoss ? "General manager" : "Engineer";
    const end = isOpen ? ",," : `,${isWon ? "Won" : "Lost"},${day(engaged + 9 * dayMs)}`;
    return `Lead ${number},p${number}@firm${number}.com,${title},${day(engaged)}${end}`;
  });
  return ["Name,E-mail,Job title,Engage date,Outcome,Close date", ...lines].join("\n");
}

describe("a prediction without code", () => {
  let opened: Awaited<ReturnType<typeof openEmptyWorkspace>>;
  let product: ProductProcess;
  let page: Page;
  let workspace = "";
  let errors: readonly string[] = [];

  beforeAll(async () => {
    opened = await openEmptyWorkspace();
    ({ product, page, workspace, errors } = opened);
  }, 180_000);

  afterAll(() => opened?.close());

  const open = (path: string) => page.goto(`${product.url}/w/${workspace}/${path}`);
  const button = (name: string) => page.getByRole("button", { name, exact: true });

  async function importFile(object: string, text: string, count: number): Promise<void> {
    await open("build/imports/new");
    await page.locator("input[type=file]").setInputFiles({
      name: `${object}.csv`,
      mimeType: "text/csv",
      buffer: Buffer.from(text),
    });
    await page.getByLabel(t("build.object"), { exact: true }).selectOption(object);
    await button(t("build.preview")).click();
    await button(t("build.run", { count })).click();
    await page
      .getByText(t("build.outcome", { created: count, updated: 0, failed: 0 }))
      .waitFor({ timeout: 60_000 });
  }

  test("is defined on imported data, trained, read, put in use, and says why", async () => {
    await importFile("deal", pipeline(240), 240);

    await open("insight");
    await page.getByText("Win probability").first().waitFor();
    await page.getByRole("link", { name: t("prediction.define") }).click();
    await page.getByLabel(t("prediction.name"), { exact: true }).fill("Signed in a quarter");
    await page.getByText(t("prediction.previewNeeds")).waitFor();
    const happened = page.getByRole("region", { name: t("prediction.happened") });
    await happened.getByLabel(t("records.conditionValue")).selectOption("won");
    // Deals of the last weeks may still be signed; those that were came in with their end.
    await page.getByText(/the latest 240 were looked at/).waitFor();
    await page.getByText(t("prediction.previewSnapshot", { count: 121 })).waitFor();
    await button(t("prediction.addRelated")).click();
    await button(t("prediction.addWindow")).click();
    await page.getByLabel(t("prediction.untilDaysBefore")).fill("7");
    await page.getByText(/Views of pricing, 30 to 7 days ago/).waitFor();
    await page.getByLabel(`${t("prediction.monotone")}: Amount`).selectOption("rises");
    await picture(page, "prediction-1-definition");
    await button(t("shell.save")).click();

    await page.waitForURL(/predictions\/signed-in-a-quarter/);
    await page.getByText(t("prediction.noModelAny")).waitFor();
    await button(t("prediction.trainFirst")).click();
    await page.getByText(t("prediction.calibration"), { exact: true }).waitFor({ timeout: 60_000 });
    await page.getByText(t("prediction.usable"), { exact: true }).first().waitFor();
    await page.getByText(t("prediction.limits"), { exact: true }).waitFor();
    expect(await page.locator(".importance li").first().textContent()).toMatch(/Team|Amount/);
    await page.getByText(/Bound in training: Amount/).waitFor();
    await picture(page, "prediction-2-card");
    await button(t("prediction.promote")).click();
    await page.getByText(t("prediction.current"), { exact: true }).waitFor();

    await open("deals?layout=list");
    const score = page.locator("td .why").first();
    await score.waitFor({ timeout: 30_000 });
    await score.click();
    await page.getByText(t("prediction.predictsHint")).waitFor();
    await page.locator(".why-reason").first().waitFor();
    await page.locator(".past-case").first().waitFor();
    await picture(page, "prediction-3-why");
    await page.keyboard.press("Escape");
    expect(errors).toEqual([]);
  }, 240_000);

  test("has a forecast against a target, and parameters that are previewed, saved and remembered", async () => {
    await open("insight/forecast");
    await button(t("forecast.begin")).click();
    const team = page.getByRole("row", { name: /East/ }).first();
    await team.waitFor({ timeout: 120_000 });
    await page.getByText(t("forecast.record"), { exact: true }).waitFor();
    const month = formatMonth(new Date(), "en");
    await button(month).click();
    const target = page.getByLabel(t("forecast.targetOf", { team: "East", month }));
    await target.fill("1.2m");
    await target.press("Enter");
    await page
      .getByRole("row", { name: /All teams/ })
      .getByText("¥1.2M")
      .waitFor();
    await picture(page, "forecast-1");

    await importFile("lead", leads(190), 190);
    await open("insight/predictions/lead-grade");
    await button(t("prediction.trainFirst"))
      .or(button(t("prediction.train")))
      .click();
    await page.getByText(t("prediction.current"), { exact: true }).waitFor({ timeout: 120_000 });
    await expect
      .poll(
        async () => {
          const answer = await page.request.get(
            `${product.url}/api/w/${workspace}/predictions/lead-grade`,
          );
          return ((await answer.json()) as { scored: number }).scored;
        },
        { timeout: 60_000 },
      )
      .toBe(30);

    await open("insight/parameters");
    const cutoff = page.getByLabel("A from");
    await cutoff.fill("99");
    await page.getByText(t("parameters.outOf", { low: "1", high: "20" })).waitFor();
    await cutoff.fill("4");
    const preview = page.getByRole("region", { name: t("parameters.preview") });
    await preview.getByText(/of 30 open leads/).waitFor();
    await page.getByLabel("Executives").fill("3");
    await preview.getByText(/Trained anew when saved: Lead grade/).waitFor();
    await page.getByLabel("Length of the window").fill("14");
    await preview.getByText(t("parameters.lastQuarter")).waitFor();
    await preview.getByLabel(t("parameters.note")).fill("Fewer, better");
    await picture(page, "parameters-1");
    await button(t("parameters.save")).click();
    await page.getByText("Fewer, better").waitFor();
    for (const change of ["A from: 3 → 4", "Executives: 1 → 3", "Length of the window: 30 → 14"]) {
      await page.getByText(change).waitFor();
    }
    expect(await cutoff.inputValue()).toBe("4");
    await open("insight/predictions/lead-grade");
    await page
      .getByText(/Bound in training: .*rank of the decision maker/)
      .waitFor({ timeout: 120_000 });
    await picture(page, "parameters-2-learned");

    await open("insight/renewals");
    await page.getByText(t("forecast.noRenewals")).waitFor();
    await open("touchpoints/worth");
    // Tested by itself since the lead grade came into force; nobody here has left a touchpoint.
    await page.getByText(/Of 0 types tested/).waitFor();
    expect(errors).toEqual([]);
  }, 240_000);
});
