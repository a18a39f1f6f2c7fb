import { afterAll, beforeAll, expect, test } from "vitest";
import { openEmptyWorkspace } from "./empty-workspace.ts";
import { picture, textsIn } from "./page-texts.ts";

const t = textsIn("en");
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
