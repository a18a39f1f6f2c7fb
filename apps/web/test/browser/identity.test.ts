import { consentWords, purposeWords } from "@causeway/platform-contract";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { words } from "../../src/privacy/privacy-words.ts";
import { retentionWords } from "../../src/privacy/retention-words.ts";
import { openEmptyWorkspace } from "./empty-workspace.ts";
import { picture, textsIn } from "./page-texts.ts";
import type { ProductProcess } from "./product-process.ts";

const t = textsIn("en");
const agents = ["Windows Chrome", "Mac Safari", "iPhone", "Android"];
/** A browser's own address, and one of four kinds of browsers. */
const from = (browser: number) => ({
  ip: `58.3.${Math.floor(browser / 9)}.${(browser % 9) + 10}`,
  userAgent: agents[(browser * 7) % 4],
});

describe("who is who", () => {
  let opened: Awaited<ReturnType<typeof openEmptyWorkspace>>;
  let product: ProductProcess;
  let browser: Browser;
  let page: Page;
  let workspace = "";

  beforeAll(async () => {
    opened = await openEmptyWorkspace();
    ({ product, browser, page, workspace } = opened);
    await fill();
  }, 180_000);

  afterAll(() => opened?.close());

  const open = (path: string) => page.goto(`${product.url}/w/${workspace}/${path}`);
  const button = (name: string) => page.getByRole("button", { name, exact: true });

  async function post(path: string, data: object, headers: Record<string, string> = {}) {
    const answer = await page.request.post(`${product.url}${path}`, {
      data,
      headers: { origin: product.url, ...headers },
    });
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
    return (await answer.json()) as Record<string, string>;
  }

  /** 300 known browsers, 20 of which came back without cookies; and two people whom one event named together. */
  async function fill(): Promise<void> {
    const api = `/api/w/${workspace}`;
    const { writeKey = "" } = await post(`${api}/sources`, { name: "Site" });
    await post(`${api}/records/account`, { values: { name: "Qiheng Works" } });
    const { id: account = "" } = await post(`${api}/records/account`, {
      values: { name: "Qiheng Holding" },
    });
    await post(`${api}/records/contact`, {
      values: { name: "Wang Fang", email: "wang@qiheng.example" },
    });
    await post(`${api}/records/contact`, {
      values: { name: "Chen Jie", email: "chen@qiheng.example", account },
    });
    await post(`${api}/records/contact`, {
      values: { name: "Zhao Bo", email: "info@zhao.example" },
    });
    await post(`${api}/records/deal`, {
      values: { name: "Qiheng nozzles SO2026-00412", account },
    });
    const known = Array.from({ length: 300 }, (_, at) => ({
      type: "identify",
      anonymousId: `b${at}`,
      traits: { email: `p${at}@x.example` },
      context: from(at),
    }));
    const back = Array.from({ length: 20 }, (_, at) => ({
      type: "page",
      name: "Home",
      anonymousId: `again${at}`,
      context: from(at),
    }));
    const identify = (id: string, email: string) => ({
      type: "identify",
      anonymousId: id,
      traits: { email },
    });
    const wrong = [
      {
        ...identify("desk", "info@zhao.example"),
        context: { ip: "58.9.9.9", userAgent: "Desk" },
      },
      identify("office", "wang@qiheng.example"),
      {
        ...identify("shop", "li@qiheng.example"),
        context: { externalIds: [{ type: "order_id", id: "so2026-00412" }] },
      },
      {
        ...identify("office", "wang@qiheng.example"),
        context: { externalIds: [{ type: "email", id: "li@qiheng.example" }] },
      },
    ];
    const scanned = Date.now() - 100 * 3_600_000;
    const longAgo = Date.now() - 60 * 86_400_000;
    const visit = [
      [0, { type: "track", event: "Badge Scanned", properties: { exhibition: "Optics Fair" } }],
      [2, { type: "page", name: "Cutting heads" }],
      [30, { type: "page", name: "Prices" }],
      [80, { type: "page", name: "Imprint" }],
    ] as const;
    const afterScan = visit.map(([hours, event]) => ({
      ...event,
      userId: "chen",
      context: { traits: { email: "chen@qiheng.example" } },
      timestamp: new Date(scanned + hours * 3_600_000).toISOString(),
    }));
    const batch = [...afterScan, ...known, ...back, ...wrong].map((event, at) => ({
      messageId: `m${at}`,
      timestamp: new Date(longAgo + at * 60_000).toISOString(),
      ...event,
    }));
    const authorization = `Basic ${Buffer.from(`${writeKey}:`).toString("base64")}`;
    for (let at = 0; at < batch.length; at += 100)
      await post("/v1/batch", { batch: batch.slice(at, at + 100) }, { authorization });
  }

  /** How many people have an address by now. */
  async function peopleWithAddress(): Promise<number> {
    const answer = await page.request.get(`${product.url}/api/w/${workspace}/identity/matching`);
    const { fields } = (await answer.json()) as { fields: { field: string; people: number }[] };
    return fields.find(({ field }) => field === "ip")?.people ?? 0;
  }

  test("a fingerprint rule is made, tried on the history, and saved", async () => {
    // The two people whom one event named together came from our own address.
    await expect.poll(peopleWithAddress, { timeout: 60_000 }).toBe(324);
    await open("touchpoints/identity");
    await page
      .locator(".top")
      .getByRole("button", { name: t("identity.newRule") })
      .click();
    await button(t("identity.dryRun")).click();
    await page.getByText(/20 would join/).waitFor();
    await page.locator(".pair").first().waitFor();
    await picture(page, "identity-dry-run");
    await button(t("identity.save")).click();
    const rule = page.getByRole("article", { name: t("identity.fingerprint") });
    await rule.waitFor();
    await expect
      .poll(
        async () => {
          await page.reload();
          return (await rule.textContent()) ?? "";
        },
        { timeout: 60_000 },
      )
      .toContain("20 joined");
    await picture(page, "identity-rules");
    expect(opened.errors).toEqual([]);
  });

  test("one click on the scan at an exhibition opens the 72 hours after it", async () => {
    await open("customers/contact");
    await page.getByRole("link", { name: "Chen Jie", exact: true }).first().click();
    await page.locator(".timeline g.mark", { hasText: "Optics Fair" }).last().click();
    const after = page.locator(".next72[aria-busy=false]");
    await after.getByText("Cutting heads").waitFor();
    const rows = await after.locator("tbody tr").allTextContents();
    expect(rows.map((text) => /^\+ [\d:]+/.exec(text)?.[0])).toEqual([
      "+ 0:00",
      "+ 2:00",
      "+ 30:00",
    ]);
    await picture(page, "after-the-scan");
    expect(opened.errors).toEqual([]);
  });

  test("a register makes two accounts one group, and the head's time line shows both", async () => {
    await open("touchpoints/identity?tab=groups");
    await page.locator("input[type=file]").setInputFiles({
      name: "register.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(
        "holder,company,share\nQiheng Works,Qiheng Invest,80\nQiheng Invest,Qiheng Holding,65\n",
      ),
    });
    const group = page.getByRole("row", { name: /Qiheng Works/ });
    await group.waitFor({ timeout: 60_000 });
    await picture(page, "company-groups");
    await group.getByRole("link").click();
    await page.getByText(t("groups.share", { share: 65 })).waitFor();
    await button(t("records.twin")).click();
    // The head itself has no events; those of Chen Jie are her company's.
    await button(t("groups.withBeneath")).click();
    await page.locator(".timeline g.mark", { hasText: "Optics Fair" }).last().waitFor();
    expect(opened.errors).toEqual([]);
  });

  test("the number of an order is looked up in deals, and leads to the company", async () => {
    await open("touchpoints/identity?tab=rules");
    await button(t("identity.addNumberRule")).click();
    await button(t("identity.preview")).click();
    await page.getByText(/lead to: 1; people: 1, led there by nothing else: 1/).waitFor();
    await picture(page, "identity-numbers");
    await button(t("identity.saveRules")).click();
    await page.getByText(t("identity.rulesSaved")).waitFor();
    await open("customers/contact");
    await page.getByRole("link", { name: "Wang Fang", exact: true }).first().click();
    await button(t("identity.tab")).click();
    const ground = page.getByRole("row", { name: /SO2026-00412/i });
    await expect
      .poll(
        async () => {
          await page.reload();
          await page.locator(".founders").waitFor();
          return await ground.count();
        },
        { timeout: 60_000 },
      )
      .toBe(1);
    expect(await ground.textContent()).toContain("Qiheng Holding");
    await picture(page, "identity-companies");
    expect(opened.errors).toEqual([]);
  });

  test("one shared mailbox is said to be a person's, whose history then shows, and is taken back", async () => {
    const history = async () => {
      await open("customers/contact");
      await page.getByRole("link", { name: "Zhao Bo", exact: true }).first().click();
      await button(t("identity.tab")).click();
    };
    await history();
    await page.getByText(t("twin.emptyTitle")).waitFor();
    await open("touchpoints/identity?tab=rules");
    expect(await button(t("identity.newRule")).count()).toBe(0);
    const exceptions = page.getByRole("region", { name: t("identity.exceptions") });
    const address = exceptions.getByLabel(t("identity.exceptionAddress"));
    const except = exceptions.getByRole("button", { name: t("identity.exceptMailbox") });
    await address.fill("zhao@zhao.example");
    await except.click();
    await exceptions.getByText(/is not a shared mailbox by the list/).waitFor();
    await address.fill("info@zhao.example");
    await exceptions.getByLabel(t("identity.note")).fill("A company of one");
    await except.click();
    await exceptions.getByRole("row", { name: /info@zhao\.example.*A company of one/ }).waitFor();
    await picture(page, "identity-exceptions");
    await history();
    await page.locator(".founders").getByText("info@zhao.example").waitFor();
    await open("touchpoints/identity?tab=rules");
    await exceptions
      .getByRole("button", { name: `${t("identity.undo")}: info@zhao.example` })
      .click();
    await page.getByText(t("identity.exceptionEnded")).waitFor();
    await history();
    await page.getByText(t("twin.emptyTitle")).waitFor();
    expect(opened.errors).toEqual([]);
  });

  test("a wrong merge is split, and both people are there again", async () => {
    await open("customers/contact");
    await page.getByRole("link", { name: "Wang Fang", exact: true }).first().click();
    await button(t("identity.tab")).click();
    await page.getByText("li@qiheng.example").first().waitFor();
    await picture(page, "identity-why");
    await page
      .locator(".merges")
      .getByRole("button", { name: t("identity.split") })
      .last()
      .click();
    const dialog = page.locator("dialog[open]");
    await dialog.getByRole("button", { name: t("identity.split") }).click();
    await page.getByRole("heading", { name: t("identity.apart") }).waitFor();
    await expect
      .poll(() => page.locator(".founders").textContent(), { timeout: 30_000 })
      .not.toContain("li@qiheng.example");
    await button(t("identity.undo")).waitFor();
    await picture(page, "identity-split");
    expect(opened.errors).toEqual([]);
    expect(browser.isConnected()).toBe(true);
  });

  test("a person is erased, and the certificate names nobody", async () => {
    await open("customers/contact");
    await page.getByRole("link", { name: "Wang Fang", exact: true }).first().click();
    await button(t("settings.privacy")).click();
    await page
      .getByRole("row", { name: purposeWords.marketing.en })
      .getByRole("button", { name: words.refuse.en })
      .click();
    await page
      .getByRole("row", { name: purposeWords.marketing.en })
      .getByText(consentWords.refused.en, { exact: true })
      .waitFor();
    await picture(page, "privacy-person");
    await button(words.erase.en).click();
    const dialog = page.locator("dialog[open]");
    await dialog.getByText(/wang@qiheng\.example/).waitFor();
    await picture(page, "privacy-erase");
    await dialog.getByRole("button", { name: words.confirm.en }).click();
    const certificate = page.getByRole("link", { name: words.certificate.en });
    await certificate.waitFor();
    await picture(page, "privacy-settings");
    const address = (await certificate.getAttribute("href")) ?? "";
    const printed = await (await page.request.get(product.url + address)).text();
    expect(printed).toContain("Certificate of erasure");
    expect(printed).not.toContain("qiheng");
    const search = await page.request.get(`${product.url}/api/w/${workspace}/search?q=Wang`);
    expect(await search.json()).toEqual({ hits: [] });
    expect(opened.errors).toEqual([]);
  });

  test("what is past its time is counted first, then goes, and all else stays", async () => {
    const retention = page.locator("section", {
      has: page.getByRole("heading", { name: retentionWords.title.en }),
    });
    const inRetention = (word: { readonly en: string }) =>
      retention.getByRole("button", { name: word.en, exact: true });
    const setDays = async (days: string) => {
      await retention.getByLabel(retentionWords.days.en).fill(days);
      await inRetention(retentionWords.add).click();
      await retention.getByRole("row", { name: days }).waitFor();
      await inRetention(retentionWords.look).click();
    };
    await setDays("365");
    await retention.getByText(retentionWords.nothingDue.en).waitFor();
    await setDays("30");
    await inRetention(retentionWords.deleteNow).click();
    const dialog = page.locator("dialog[open]");
    await dialog.getByText(/^32\d events and 0 records/).waitFor();
    await picture(page, "privacy-retention");
    await dialog.getByRole("button", { name: retentionWords.deleteNow.en, exact: true }).click();
    await retention.getByText(/32\d events, 0 records/).waitFor();
    await inRetention(retentionWords.look).click();
    await retention.getByText(retentionWords.nothingDue.en).waitFor();
    // Of all who had an address only she is left whose visit is younger.
    await expect.poll(peopleWithAddress, { timeout: 60_000 }).toBe(1);
    await open("customers/contact");
    await page.getByRole("link", { name: "Chen Jie", exact: true }).first().click();
    await page.locator(".timeline g.mark", { hasText: "Optics Fair" }).last().waitFor();
    expect(opened.errors).toEqual([]);
  });
});
