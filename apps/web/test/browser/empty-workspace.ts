import type { Page } from "playwright-core";
import { launchChromium } from "./chromium.ts";
import { textsIn } from "./page-texts.ts";
import { startProduct } from "./product-process.ts";

const t = textsIn("en");

/**
 * Starts the product on a fresh folder and opens an empty workspace as its owner, in an English browser.
 * `errors` collects what the pages throw.
 */
export async function openEmptyWorkspace() {
  const product = await startProduct();
  const browser = await launchChromium();
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
  });
  // A busy machine takes its time.
  context.setDefaultTimeout(90_000);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.goto(product.setupLink);
  await becomeOwner(page);
  const workspace = /\/w\/([^/]+)/.exec(page.url())?.[1] ?? "";
  return {
    product,
    browser,
    page,
    workspace,
    errors,
    async close() {
      await browser.close();
      await product.stop();
    },
  };
}

async function becomeOwner(page: Page): Promise<void> {
  await page.getByLabel(t("access.name")).fill("Lin");
  await page.getByLabel(t("access.email")).fill("lin@example.com");
  await page.getByLabel(t("access.password")).fill("correct horse battery");
  await page.getByRole("button", { name: t("access.createOwner") }).click();
  await page.getByText(t("access.empty"), { exact: true }).click();
  await page.getByRole("button", { name: t("access.begin") }).click();
  await page.waitForURL(/\/workbench$/);
}
