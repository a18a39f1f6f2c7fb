import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { kindWords } from "../../src/privacy/mask-words.ts";
import { openEmptyWorkspace } from "./empty-workspace.ts";
import { picture, textsIn } from "./page-texts.ts";
import type { ProductProcess } from "./product-process.ts";

const t = textsIn("en");

describe("daily work in an empty workspace", () => {
  let opened: Awaited<ReturnType<typeof openEmptyWorkspace>>;
  let product: ProductProcess;
  let browser: Browser;
  let page: Page;
  let workspace = "";
  let errors: readonly string[] = [];

  beforeAll(async () => {
    opened = await openEmptyWorkspace();
    ({ product, browser, page, workspace, errors } = opened);
  }, 180_000);

  afterAll(() => opened?.close());

  const open = (path: string) => page.goto(`${product.url}/w/${workspace}/${path}`);
  const button = (name: string | RegExp, within: Page = page) =>
    within.getByRole("button", { name });
  const dialog = () => page.locator("dialog[open]");

  /** An invitation into a workspace of its own; it is for somebody who has an account already. */
  async function inviteElsewhere(email: string) {
    const post = async (path: string, data: object) => {
      const answer = await page.request.post(`${product.url}/api${path}`, {
        data,
        headers: { origin: product.url },
      });
      expect(answer.status()).toBe(201);
      return (await answer.json()) as { readonly id: string; readonly link: string };
    };
    const { id } = await post("/workspaces", { name: "Second", locale: "en", start: "empty" });
    const { link } = await post(`/w/${id}/invitations`, { email, role: "member" });
    return { workspace: id, link };
  }

  /** In a list, in search, on a page and in a file: a number only as far as members may see it, and no address. */
  async function seesMasked(member: Page): Promise<void> {
    const secrets = /0013 ?8000|zhou@hengli/;
    await member.goto(`${product.url}/w/${workspace}/customers/contact`);
    const row = member.getByRole("row", { name: /Zhou Ning/ });
    await row.getByText("138****8000").waitFor();
    await row.getByText(t("records.kept")).waitFor();
    await picture(member, "daily-masked-list");
    expect(await member.content()).not.toMatch(secrets);
    await button(t("records.export"), member).click();
    const file = member.getByRole("link", { name: t("records.exportFile") });
    const download = await member.request.get(product.url + (await file.getAttribute("href")));
    expect(await download.text()).toMatch(/Zhou Ning.*138\*{4}8000/);
    expect(await download.text()).not.toMatch(secrets);
    await member.keyboard.press("Escape");
    await member.keyboard.press("Control+k");
    await member.getByRole("combobox").fill("13800138000");
    await member.getByText(t("shell.searchEmpty", { text: "13800138000" })).waitFor();
    await member.getByRole("combobox").fill("zhou ning");
    await member.getByRole("option", { name: /Zhou Ning/ }).waitFor();
    expect(await member.content()).not.toMatch(secrets);
    await member.keyboard.press("Enter");
    await member.getByRole("heading", { name: "Zhou Ning" }).waitFor();
    await member.getByText("138****8000").waitFor();
    await member.getByText(t("records.kept")).first().waitFor();
    await picture(member, "daily-masked-page");
    expect(await member.content()).not.toMatch(secrets);
  }

  async function createAccount(name: string, size: number): Promise<void> {
    await page.locator(".top .primary").click();
    await dialog().getByLabel(/Name/).first().fill(name);
    await dialog()
      .getByLabel(/Employees|Size/)
      .fill(String(size));
    await dialog().locator("button[type=submit]").click();
    await dialog().waitFor({ state: "detached" });
    await page.getByRole("link", { name, exact: true }).waitFor();
  }

  test("records are made, edited in place, filtered and kept as a view", async () => {
    await open("customers/account");
    await createAccount("Hengli Precision", 742);
    await createAccount("Jiangpu Pumps", 91);
    await createAccount("Yuechuan Textile", 310);

    const row = page.getByRole("row", { name: /Jiangpu/ });
    await row.locator("td").nth(2).dblclick();
    await row.locator("input.input").fill("Pumps");
    await row.locator("input.input").press("Enter");
    await row.getByText("Pumps", { exact: true }).waitFor();

    await page
      .locator(".toolbar")
      .getByRole("button", { name: t("records.filter") })
      .click();
    await button(t("records.addCondition")).click();
    await page.getByLabel(t("records.conditionOperator")).selectOption("startsWith");
    await page.getByLabel(t("records.conditionValue")).fill("Heng");
    await page.getByText(t("records.count", { shown: "1" }).replace("records", "record")).waitFor();
    await page.keyboard.press("Escape");
    await button(t("records.saveView")).click();
    await page.getByLabel(t("records.viewName")).fill("Heng…");
    await page.getByRole("button", { name: t("shell.save"), exact: true }).click();
    await page.waitForURL(/view=/);
    await page.reload();
    await page.getByRole("link", { name: "Hengli Precision" }).waitFor();
    await expect.poll(() => page.locator(".table-row").count()).toBe(1);
    await button(t("records.allView")).click();
    await expect.poll(() => page.locator(".table-row").count()).toBe(3);
    expect(errors).toEqual([]);
  });

  test("what was deleted together comes back together", async () => {
    await page.getByLabel(t("records.selectAll")).check();
    await page
      .locator(".toolbar.selected")
      .getByRole("button", { name: t("records.delete") })
      .click();
    await page.locator(".table-row").first().waitFor({ state: "detached" });
    await picture(page, "daily-undo");
    await page
      .locator(".toast")
      .getByRole("button", { name: t("shell.undo") })
      .click();
    await expect.poll(() => page.locator(".table-row").count()).toBe(3);
    expect(errors).toEqual([]);
  });

  test("two records that stand twice become one, links lead to it, and it is taken back", async () => {
    const create = async (object: string, values: object) => {
      const path = `${product.url}/api/w/${workspace}/records/${object}`;
      const headers = { origin: product.url };
      const answer = await page.request.post(path, { data: { values }, headers });
      return ((await answer.json()) as { readonly id: string }).id;
    };
    const twin = await create("account", {
      name: "Hengli Precision Co., Ltd.",
      phone: "021-55551234",
    });
    await create("contact", { name: "Chen Jing", account: twin });
    await page.getByRole("link", { name: "Hengli Precision", exact: true }).click();
    await button(t("merge.begin")).click();
    await dialog()
      .getByRole("button", { name: /Hengli Precision Co/ })
      .click();
    await dialog().getByText("Contacts 1").waitFor();
    await dialog().getByRole("radio", { name: "Name: Hengli Precision Co., Ltd." }).check();
    await picture(page, "daily-merge");
    await button(t("merge.confirm")).click();
    await page.getByRole("heading", { name: "Hengli Precision Co., Ltd." }).waitFor();
    await page.getByText("+86 21 5555 1234").waitFor();
    const stands = new URL(page.url()).pathname;
    await open(`records/account/${twin}`);
    await page.waitForURL(`**${stands}`);
    await button(t("records.history")).click();
    await page.getByText(t("merge.with", { title: "Hengli Precision Co., Ltd." })).waitFor();
    await picture(page, "daily-merged");
    await button(t("merge.undo")).click();
    await page.getByRole("heading", { name: "Hengli Precision", exact: true }).waitFor();
    await page.getByText(t("records.historyUnmerge")).waitFor();
    await open(`records/account/${twin}`);
    await page.getByRole("heading", { name: "Hengli Precision Co., Ltd." }).waitFor();
    expect(errors).toEqual([]);
  });

  test("a rule of live weights is looked at on history before it is saved", async () => {
    await open("touchpoints/weights");
    await button(t("weights.useExample")).click();
    await page.getByText(t("weights.previewNone")).waitFor();
    await page.getByRole("button", { name: t("shell.save"), exact: true }).click();
    await page.locator("tr", { hasText: t("weights.namePlaceholder") }).click();
    await page.getByLabel(t("weights.delta")).fill("0.4");
    await page.getByRole("button", { name: t("shell.save"), exact: true }).click();
    await page.locator("td", { hasText: "+0.4" }).waitFor();
    await picture(page, "daily-weights");
    expect(errors).toEqual([]);
  });

  test("a deal moves on the board, and its record remembers", async () => {
    await open("deals");
    await page.locator(".empty .primary").click();
    await dialog().getByLabel(/Name/).first().fill("G6 Pro + autoloader");
    await dialog()
      .getByLabel(/Amount/)
      .fill("2860000");
    await dialog().getByLabel(/Stage/).selectOption("discovery");
    await dialog().locator("button[type=submit]").click();
    await page.locator(".card").getByText("G6 Pro + autoloader").waitFor();
    await page
      .getByLabel(`${t("records.moveTo")}: G6 Pro + autoloader`)
      .selectOption("negotiation");
    const negotiation = page.getByRole("region", { name: "Negotiation" });
    await negotiation.getByText("G6 Pro + autoloader").waitFor();
    await negotiation.getByText("¥2.86M").first().waitFor();
    const validation = page.getByRole("region", { name: "Validation" });
    await page.locator(".card").dragTo(validation);
    await validation.getByText("G6 Pro + autoloader").waitFor();
    await page.locator(".card a").click();
    await button(t("records.history")).click();
    await page.getByText("Discovery → Negotiation").waitFor();
    await page.getByText("Negotiation → Validation").waitFor();
    await picture(page, "daily-history");
    expect(errors).toEqual([]);
  });

  test("a task is approved and vetoed by key, with a way back", async () => {
    await open("workbench");
    for (const title of ["Call Wang", "Send the guide"]) {
      await page
        .locator("header")
        .getByRole("button", { name: t("workbench.newTask") })
        .click();
      await dialog().getByLabel(/Title/).fill(title);
      await dialog().locator("button[type=submit]").click();
      await dialog().waitFor({ state: "detached" });
      await page.locator("article.action", { hasText: title }).waitFor();
    }
    await page.locator("article.action", { hasText: "Call Wang" }).click();
    await page.keyboard.press("a");
    await page.locator("article.action", { hasText: "Call Wang" }).waitFor({ state: "detached" });
    await page
      .locator(".toast")
      .getByRole("button", { name: t("shell.undo") })
      .click();
    await page.locator("article.action", { hasText: "Call Wang" }).click();
    await page.keyboard.press("v");
    await dialog()
      .getByLabel(new RegExp(t("workbench.vetoReasonLabel")))
      .fill("He is on leave");
    await dialog().locator("button[type=submit]").click();
    await button(t("workbench.vetoed")).click();
    await page.locator("article.action", { hasText: "Call Wang" }).waitFor();
    expect(errors).toEqual([]);
  });

  test("an object and a field are made, and the list offers them", async () => {
    await open("build");
    await button(t("build.newObject")).click();
    await dialog().getByLabel(t("build.labelZh")).fill("手术排期");
    await dialog().getByLabel(t("build.labelEn")).fill("Surgery");
    await dialog().locator("button[type=submit]").click();
    await page.getByRole("heading", { name: "Surgery" }).waitFor();
    await button(t("build.newField")).click();
    await dialog().getByLabel(t("build.labelZh")).fill("主刀");
    await dialog().locator("input[value=zhu_dao]").waitFor();
    await dialog().getByLabel(t("build.labelEn")).fill("Surgeon");
    await dialog().locator("button[type=submit]").click();
    await page.getByRole("cell", { name: "Surgeon", exact: true }).waitFor();
    await page.getByRole("link", { name: t("build.openList") }).click();
    await page.locator(".top .primary").click();
    await dialog().getByLabel(/Name/).first().fill("SX-20931");
    await dialog().getByLabel("Surgeon").fill("Dr. Lu");
    await dialog().locator("button[type=submit]").click();
    await page.getByRole("cell", { name: /Dr\. Lu/ }).waitFor();
    expect(errors).toEqual([]);
  });

  test("a field gets an index, and another type after a look at what that would lose", async () => {
    await open("build?object=surgery&tab=indexes");
    const row = () => page.getByRole("row", { name: /^Surgeon/ });
    await row()
      .getByRole("button", { name: new RegExp(t("build.useSort")) })
      .click();
    await row().getByText(t("build.indexReady")).waitFor();
    await page.getByRole("row", { name: new RegExp(t("build.indexByHand")) }).waitFor();
    await picture(page, "daily-indexes");
    await page.getByRole("button", { name: t("build.fields"), exact: true }).click();
    await page.getByRole("button", { name: `${t("build.changeType")}: Surgeon` }).click();
    await dialog().getByLabel(t("build.newType")).selectOption("number");
    await page.getByTestId("type-preview").getByText("Dr. Lu").waitFor();
    await picture(page, "daily-change-type");
    await dialog().locator("button[type=submit]").click();
    await dialog().waitFor({ state: "detached" });
    await row().getByText(t("build.number"), { exact: true }).waitFor();
    await row()
      .getByText(/1 value did not convert/)
      .waitFor();
    await picture(page, "daily-converted");
    expect(errors).toEqual([]);
  });

  test("a colleague joins by link, and sees no more than a member may", async () => {
    await open("customers/contact");
    await page.locator(".top .primary").click();
    await dialog().getByLabel(/Name/).first().fill("Zhou Ning");
    await dialog().getByLabel("Phone").fill("13800138000");
    await dialog()
      .getByLabel(/^E-?mail/i)
      .fill("zhou@hengli.example");
    await dialog().locator("button[type=submit]").click();
    await page.getByRole("cell", { name: "+86 138 0013 8000" }).waitFor();
    await open("settings?section=privacy");
    for (const [kind, sight] of [
      ["phone", "masked"],
      ["email", "hidden"],
    ] as const) {
      const cell = page.getByLabel(`${kindWords[kind].name.en}: ${t("access.member")}`);
      await cell.selectOption(sight);
      // It shows what is in force, so only once the server has said so.
      await expect.poll(() => cell.inputValue(), { timeout: 60_000 }).toBe(sight);
    }
    await open("settings?section=members");
    await button(t("settings.invite")).click();
    await dialog().getByLabel(t("access.email")).fill("ge@example.com");
    await dialog().locator("button[type=submit]").click();
    const link = (await page.getByTestId("invitation-link").textContent()) ?? "";
    const colleague = await browser.newContext({ locale: "en-GB" });
    try {
      const other = await colleague.newPage();
      await other.goto(link);
      await other.getByLabel(t("access.name")).fill("Ge");
      await other.getByLabel(t("access.password")).fill("another horse battery");
      await other.getByRole("button", { name: t("access.join") }).click();
      await other.waitForURL(/\/workbench$/);
      await other.goto(`${product.url}/w/${workspace}/build`);
      await other.getByText(t("build.adminOnly")).waitFor();
      expect(await other.getByRole("button", { name: t("build.newObject") }).count()).toBe(0);
      await seesMasked(other);
      const second = await inviteElsewhere("ge@example.com");
      await other.goto(second.link);
      await other.getByLabel(t("access.password")).fill("another horse battery");
      await other.getByRole("button", { name: t("access.join") }).click();
      await other.waitForURL(`**/w/${second.workspace}/workbench`);
    } finally {
      await colleague.close();
    }
    expect(errors).toEqual([]);
  });

  test("search finds a record from anywhere, and the theme and the language change at once", async () => {
    await open("workbench");
    await page.getByRole("heading", { name: t("shell.workbench") }).waitFor();
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").fill("hengli");
    await page
      .getByRole("option", { name: /Hengli Precision/ })
      .first()
      .waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Hengli Precision" }).waitFor();
    await open("settings");
    await button(t("shell.dark")).click();
    expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");
    await button("中文").click();
    await page.getByRole("heading", { name: textsIn("zh")("shell.settings") }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("zh-CN");
    await picture(page, "daily-settings-dark");
    await page.getByRole("button", { name: "English" }).click();
    expect(errors).toEqual([]);
  });

  test("the status page counts events while they come in", async () => {
    const api = `${product.url}/api/w/${workspace}`;
    const headers = { origin: product.url };
    const made = await page.request.post(`${api}/sources`, { data: { name: "Site" }, headers });
    const { writeKey } = (await made.json()) as { readonly writeKey: string };
    const send = (from: number, count: number) =>
      page.request.post(`${product.url}/v1/batch`, {
        data: {
          writeKey,
          batch: Array.from({ length: count }, (_, index) => ({
            ...{ type: "track", event: "Viewed", userId: "u1", messageId: `m${from + index}` },
          })),
        },
      });
    await send(0, 3);
    await open("settings?section=status");
    const stored = page.locator(".status-figures > div", { hasText: t("settings.received24h") });
    await stored.getByText("3", { exact: true }).waitFor();
    await send(2, 10);
    await stored.getByText("12", { exact: true }).waitFor();
    await page.getByRole("row", { name: new RegExp(t("settings.step_identity")) }).waitFor();
    await page.getByText(t("settings.stateCurrent")).first().waitFor();
    await picture(page, "daily-status");
    expect(errors).toEqual([]);
  });

  test("signing out ends the session, and signing in comes back to where one was", async () => {
    await open("deals");
    await page.getByRole("button", { name: /Lin/ }).click();
    await page.getByText(t("shell.signOut")).click();
    await page.waitForURL(/\/sign-in/);
    await open("deals");
    await page.waitForURL(/\/sign-in/);
    await page.getByLabel(t("access.email")).fill("lin@example.com");
    await page.getByLabel(t("access.password")).fill("wrong horse battery");
    await page.locator("button[type=submit]").click();
    await page.getByText(t("access.wrongCredentials")).waitFor();
    await page.getByLabel(t("access.password")).fill("correct horse battery");
    await page.locator("button[type=submit]").click();
    await page.waitForURL(/\/deals/);
    expect(errors).toEqual([]);
  });
});
