import { createHash } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openEmptyWorkspace } from "./empty-workspace.ts";
import { picture, textsIn } from "./page-texts.ts";

const t = textsIn("en");
let opened: Awaited<ReturnType<typeof openEmptyWorkspace>>;
let page: Page;

beforeAll(async () => {
  opened = await openEmptyWorkspace();
  page = opened.page;
}, 180_000);
afterAll(() => opened?.close());

async function connect(kind: string, fill: () => Promise<void>): Promise<string> {
  await page
    .locator(".page-top, header")
    .getByRole("button", { name: t("touchpoints.newSource") })
    .first()
    .click();
  await page.locator("dialog .kind-card", { hasText: kind }).click();
  await fill();
  await page.locator("dialog button[type=submit]").click();
  return (await page.locator("dialog").getByTestId("source-url").textContent()) ?? "";
}

test("from the empty page a WeChat account is connected, and its first event shows as it comes", async () => {
  await page.goto(`${opened.product.url}/w/${opened.workspace}/touchpoints`);
  await page.getByText(t("touchpoints.empty")).waitFor();
  const url = await connect("WeChat official account", async () => {
    await picture(page, "connect-1-form");
    await page.getByLabel("AppID").fill("wx1234567890abcdef");
    await page.getByLabel("Token", { exact: true }).fill("causeway");
  });
  await page.getByText(t("touchpoints.waiting")).first().waitFor();
  await picture(page, "connect-2-waiting");
  const [timestamp, nonce] = ["1764064800", "7"];
  const signature = createHash("sha1")
    .update(["causeway", timestamp, nonce].sort().join(""))
    .digest("hex");
  const query = new URLSearchParams({ timestamp, nonce, signature });
  const body =
    "<xml><FromUserName>openid-of-li</FromUserName><CreateTime>1764064800</CreateTime>" +
    "<MsgType>event</MsgType><Event>subscribe</Event><EventKey>qrscene_expo</EventKey></xml>";
  const answer = await fetch(`${url}?${query}`, { method: "POST", body });
  expect([answer.status, await answer.text()]).toEqual([200, "success"]);
  await page.getByTestId("first-event").filter({ hasText: "WeChat Subscribed" }).waitFor();
  await picture(page, "connect-3-first-event");
  await page
    .locator("dialog footer")
    .getByRole("button", { name: t("shell.close") })
    .click();
  await page.locator(".side [data-event]").first().waitFor();
  await picture(page, "connect-4-panel");
});

test("what a hotline sends that cannot be read is seen with its reason, mended and read again", async () => {
  const url = await connect("Hotline", () =>
    page.getByLabel(t("touchpoints.name"), { exact: true }).fill("400"),
  );
  await page
    .locator("dialog footer")
    .getByRole("button", { name: t("shell.close") })
    .click();
  const record = { id: "c-1", caller: "13800138000", direction: "in", start: "soon", talk: 30 };
  expect((await fetch(url, { method: "POST", body: JSON.stringify(record) })).status).toBe(200);
  const letter = page.locator("[data-letter]");
  await letter.getByText("The call has no readable time").click();
  await picture(page, "connect-5-dead-letter");
  const text = letter.getByLabel(t("touchpoints.raw"));
  await text.fill((await text.inputValue()).replace("soon", "2025-11-25 18:00:00"));
  await letter.getByRole("button", { name: t("touchpoints.replayChanged") }).click();
  await page.locator(".side [data-event]", { hasText: "Call Ended" }).waitFor();
  await letter.waitFor({ state: "detached" });
  await picture(page, "connect-6-replayed");
});

test("any other system is mapped by a sample: fields are recognised, and what it becomes is seen first", async () => {
  const sample = { msg: "im_receive_msg", mobile: "13800138000", createdAt: "2025-11-25 18:00" };
  const url = await connect("Any other system", async () => {
    await page.getByPlaceholder(t("touchpoints.mapSample")).fill(JSON.stringify(sample));
    await page.getByRole("button", { name: t("touchpoints.mapTry") }).click();
    await page.getByLabel("msg", { exact: true }).selectOption("event");
    await page.getByRole("button", { name: t("touchpoints.mapAgain") }).click();
    await page.locator(".map-events summary").getByText("im_receive_msg").waitFor();
    await picture(page, "connect-7-map");
  });
  expect((await fetch(url, { method: "POST", body: JSON.stringify(sample) })).status).toBe(200);
  await page.getByTestId("first-event").filter({ hasText: "im_receive_msg" }).waitFor();
  await page
    .locator("dialog footer")
    .getByRole("button", { name: t("shell.close") })
    .click();
});

test("what arrived is proposed for the tracking plan and accepted; what is not planned is held back by choice", async () => {
  await page.goto(`${opened.product.url}/w/${opened.workspace}/touchpoints/plan`);
  await page.locator("tr", { hasText: "Call Ended" }).getByRole("button").click();
  await page.getByLabel(t("plan.purpose")).fill("Service and sales");
  await picture(page, "connect-8-plan");
  await page.getByRole("button", { name: t("plan.accept_"), exact: true }).click();
  await page.locator("tr", { hasText: "Call Ended" }).getByText(t("plan.kept")).waitFor();
  const rule = page.getByRole("group", { name: t("plan.unknown") });
  await rule.getByRole("button", { name: t("plan.quarantine") }).click();
  await rule.locator("[aria-pressed=true]", { hasText: t("plan.quarantine") }).waitFor();
  await picture(page, "connect-9-planned");
  expect(opened.errors).toEqual([]);
});
