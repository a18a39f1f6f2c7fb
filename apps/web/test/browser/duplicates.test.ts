import { afterAll, beforeAll, expect, test } from "vitest";
import { openEmptyWorkspace } from "./empty-workspace.ts";
import { picture, textsIn } from "./page-texts.ts";

const t = textsIn("en");
const ids = new Map<string, string>();
let opened: Awaited<ReturnType<typeof openEmptyWorkspace>>;

const brands = [
  "Qiheng",
  "Weston",
  "Halworth",
  "Torsen",
  "Corbrook",
  "Yarley",
  "Brenford",
  "Mardale",
];
const trades = ["Medical Devices", "Machine Works", "Switchgear"];

beforeAll(async () => {
  opened = await openEmptyWorkspace();
  const names = brands.flatMap((brand) => trades.map((trade) => `${brand} ${trade} Ltd.`));
  const companies = [
    ...names.map((name, at) => ({ name, website: `https://www.c${at}-works.com` })),
    { name: "Qiheng Medical Devices GmbH", website: "c0-works.com" },
    { name: "Weston Switchgear Co., Ltd.", website: "http://c5-works.com/about" },
  ];
  const { page, product, workspace } = opened;
  for (const values of companies) {
    const answer = await page.request.post(`${product.url}/api/w/${workspace}/records/account`, {
      data: { values },
      headers: { origin: product.url },
    });
    expect(answer.ok()).toBe(true);
    ids.set(values.name, (await answer.json()).id);
  }
}, 180_000);
afterAll(() => opened?.close());

test("companies that stand twice are proposed; one pair is told apart and taken back, the other merged", async () => {
  const { page, product, workspace, errors } = opened;
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  const pairs = page.locator("article.pair");
  await page.goto(`${product.url}/w/${workspace}/customers/account`);
  await page.getByRole("link", { name: t("duplicates.title"), exact: true }).click();
  await page.getByText(t("duplicates.none")).waitFor();
  await button(t("duplicates.first")).click();
  await page.getByText(/26 companies compared/).waitFor({ timeout: 60_000 });
  await expect.poll(() => pairs.count()).toBe(2);
  const qiheng = pairs.filter({ hasText: "Qiheng Medical Devices GmbH" });
  await qiheng.getByText("https://www.c0-works.com").waitFor();
  await picture(page, "duplicates");

  await qiheng.getByRole("button", { name: t("duplicates.different") }).click();
  await expect.poll(() => pairs.count()).toBe(1);
  await button(t("duplicates.apart")).click();
  await qiheng.getByRole("button", { name: t("duplicates.takeBack") }).click();
  await page.getByText(t("duplicates.noneApart")).waitFor();
  await button(t("duplicates.open")).click();
  await expect.poll(() => pairs.count()).toBe(2);

  await qiheng.getByRole("button", { name: t("duplicates.merge") }).click();
  await page
    .locator("dialog[open]")
    .getByRole("button", { name: t("merge.confirm") })
    .click();
  await expect.poll(() => pairs.count()).toBe(1);
  await pairs.filter({ hasText: "Weston Switchgear" }).waitFor();
  expect(errors).toEqual([]);
});

test("the preview of a file says which of its rows follow the merge", async () => {
  const { page, product, workspace, errors } = opened;
  const names = ["Qiheng Medical Devices GmbH", "Qiheng Medical Devices Ltd.", "Alder Pumps Ltd."];
  const file = `Company,City\n${names.map((name) => `"${name}",Hamburg\n`).join("")}`;
  await page.goto(`${product.url}/w/${workspace}/build/imports/new`);
  await page
    .locator("input[type=file]")
    .setInputFiles({ name: "cities.csv", mimeType: "text/csv", buffer: Buffer.from(file) });
  await page.getByLabel(t("build.object"), { exact: true }).selectOption("account");
  await page.getByRole("button", { name: t("build.preview"), exact: true }).click();
  await page.getByText(t("build.countMerged", { updates: "2 updates", shown: 1 })).waitFor();
  const links = page.getByRole("link", { name: /^merged into “Qiheng Medical Devices/ });
  expect(await links.count()).toBe(1);
  await picture(page, "preview-merged");
  const opens = page.context().waitForEvent("page");
  await links.click();
  const record = await opens;
  await record.getByRole("heading", { name: /^Qiheng Medical Devices/ }).waitFor();
  await record.close();
  expect(errors).toEqual([]);
});

test("an edit of a record that somebody merges meanwhile leads to the one that stands for it", async () => {
  const { page, product, workspace, errors } = opened;
  const records = `${product.url}/api/w/${workspace}/records/account`;
  const kept = ids.get("Weston Switchgear Ltd.") ?? "";
  const other = ids.get("Weston Switchgear Co., Ltd.") ?? "";
  await page.route(`**/records/account/${other}`, async (route) => {
    if (route.request().method() === "PATCH") {
      const headers = { origin: product.url };
      await page.request.post(`${records}/${kept}/merge`, {
        data: { other, choices: {} },
        headers,
      });
    }
    await route.continue();
  });
  await page.goto(`${product.url}/w/${workspace}/customers/account`);
  const row = page.locator("tr", { hasText: "Weston Switchgear Co., Ltd." });
  await row.locator("td").nth(2).dblclick();
  await row.locator("input.input").fill("Switches");
  await row.locator("input.input").press("Enter");
  const link = page.getByRole("link", { name: t("merge.open") });
  await link.waitFor();
  await picture(page, "edit-merged");
  await link.click();
  await page.getByRole("heading", { name: "Weston Switchgear Ltd." }).waitFor();
  expect(page.url()).toContain(kept);
  expect(errors).toEqual([]);
});
