import { newId, type UserId, type WorkspaceId } from "@causeway/kernel";
import { liveChannel } from "@causeway/platform-http";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  type Answer,
  Browser,
  becomeOwner,
  foundWorkspace,
  joinByInvitation,
  startTestServer,
  type TestServer,
} from "./running-server.ts";

let test: TestServer;
let owner: Browser;
let workspace: string;

beforeAll(async () => {
  test = await startTestServer();
  owner = await becomeOwner(test.server);
  workspace = await foundWorkspace(owner, "启衡");
});
afterAll(() => test.close());

const password = "correct horse battery";
let made = 0;

/** A person with an account and nothing else. */
async function person(): Promise<{ readonly email: string; readonly id: UserId }> {
  made += 1;
  const email = `person-${made}@example.com`;
  const { id } = await test.server.product.access.people.create({ name: email, email, password });
  return { email, id };
}

const signIn = (browser: Browser, email: string, tried = password, headers = {}) =>
  browser.send("POST", "/api/auth/sign-in/email", { email, password: tried }, headers);

async function signedIn(email: string): Promise<Browser> {
  const browser = new Browser(test.server.url);
  expect((await signIn(browser, email)).status).toBe(204);
  return browser;
}

const isIn = async (browser: Browser) => (await browser.get("/api/me")).status === 200;
const cookieNamed = (answer: Answer, name: string) =>
  answer.headers.getSetCookie().find((cookie) => cookie.startsWith(name)) ?? "";

it("a session ends on the server when its time is over, whatever the browser still sends", async () => {
  const { email, id } = await person();
  const browser = await signedIn(email);
  expect(await isIn(browser)).toBe(true);
  await test.server.database
    .libraryPool("auth")
    .query(`update session set "expiresAt" = now() - interval '1 second' where "userId" = $1`, [
      id,
    ]);
  expect(await isIn(browser)).toBe(false);
});

it("signing in takes no session that came along: a planted cookie stays nobody's", async () => {
  const [victim, attacker] = [await person(), await person()];
  const attacking = await signedIn(attacker.email);
  const planted = attacking.cookies;
  const browser = new Browser(test.server.url);
  for (const [name, value] of planted) browser.cookies.set(name, value);
  await signIn(browser, victim.email);
  expect((await browser.get("/api/me")).body).toMatchObject({ user: { email: victim.email } });
  expect((await attacking.get("/api/me")).body).toMatchObject({ user: { email: attacker.email } });
  expect(browser.cookies.get("causeway.session_token")).not.toBe(
    planted.get("causeway.session_token"),
  );
});

it("a new password ends every other session at once, and the old cookie of the same browser", async () => {
  const { email } = await person();
  const [browser, elsewhere, old] = [
    await signedIn(email),
    await signedIn(email),
    new Browser(test.server.url),
  ];
  for (const [name, value] of browser.cookies) old.cookies.set(name, value);
  const changed = await browser.post("/api/auth/change-password", {
    currentPassword: password,
    newPassword: "another long password",
  });
  expect(changed.status).toBe(204);
  expect([await isIn(browser), await isIn(elsewhere), await isIn(old)]).toEqual([
    true,
    false,
    false,
  ]);
  expect((await signIn(new Browser(test.server.url), email)).status).toBe(401);
});

it("cookies are for HTTP only and for this site only", async () => {
  const { email } = await person();
  const answer = await signIn(new Browser(test.server.url), email);
  for (const name of ["causeway.session_token", "causeway.device."]) {
    const cookie = cookieNamed(answer, name);
    expect(cookie).toMatch(/; *HttpOnly/i);
    expect(cookie).toMatch(/; *SameSite=Lax/i);
    expect(cookie).not.toMatch(/; *Domain=/i);
  }
});

/** The statuses of a dozen tries at once: allowances are refilled with time, and a busy machine takes its time. */
async function dozen(attempt: (at: number) => Promise<Answer>): Promise<readonly number[]> {
  const answers = await Promise.all(Array.from({ length: 12 }, (_, at) => attempt(at)));
  return answers.map(({ status }) => status);
}

it("guessing one account's password is limited, unknown accounts alike, and other addresses are not in its way", async () => {
  const { email } = await person();
  for (const account of [email, "nobody@example.com"]) {
    const guesser = new Browser(test.server.url);
    const codes = await dozen((at) => signIn(guesser, account, `guess ${at}`));
    expect(new Set(codes)).toEqual(new Set([401, 429]));
    const other = await signIn(new Browser(test.server.url), account, "a guess from elsewhere");
    expect(other.status).toBe(401);
  }
});

it("guesses from a person's own network lock nobody out of a browser that they have used before", async () => {
  const { email } = await person();
  const known = await signedIn(email);
  await known.post("/api/auth/sign-out");
  const office = { "x-forwarded-for": "203.0.113.77" };
  const stranger = () => signIn(new Browser(test.server.url), email, "a guess", office);
  const codes = await dozen(stranger);
  expect(codes).toContain(429);
  const refused = await stranger();
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await signIn(known, email, password, office)).status).toBe(204);
});

it("a device cookie of another account, or a forged one, opens no allowance", async () => {
  const [victim, attacker] = [await person(), await person()];
  const attacking = await signedIn(attacker.email);
  const [, value = ""] =
    [...attacking.cookies].find(([name]) => name.startsWith("causeway.device.")) ?? [];
  const victims = await signIn(new Browser(test.server.url), victim.email);
  const [name = ""] = cookieNamed(victims, "causeway.device.").split("=");
  const codes = await dozen((at) => {
    attacking.cookies.set(name, at % 2 === 0 ? value : `${newId()}.forged`);
    return signIn(attacking, victim.email, "a guess");
  });
  expect(codes).toContain(429);
});

it("a client cannot choose the address it is counted by: what the proxy wrote last counts", async () => {
  const { email } = await person();
  const codes = await dozen((at) => {
    const forwarded = { "x-forwarded-for": `198.51.100.${at}, 203.0.113.9` };
    return signIn(new Browser(test.server.url), email, "a guess", forwarded);
  });
  expect(codes).toContain(429);
});

it("a member who was removed is out at once: pages, keys, open streams and the links they made", async () => {
  const admin = await joinByInvitation(owner, test.server, workspace, "admin");
  const me = (await admin.get("/api/me")).body as { readonly user: { readonly id: string } };
  const { key } = (await admin.post(`/api/w/${workspace}/api-keys`, { name: "ERP", role: "admin" }))
    .body as { readonly key: string };
  const backDoor = await admin.post(`/api/w/${workspace}/invitations`, {
    email: "back-door@example.com",
    role: "admin",
  });
  const { link } = backDoor.body as { readonly link: string };
  const token = new URL(link).pathname.split("/").at(-1);
  const stranger = new Browser(test.server.url);
  expect((await stranger.get(`/api/invitations/${token}`)).status).toBe(200);
  const reader = (await admin.open(`/api/w/${workspace}/live`)).body.getReader();
  await reader.read();

  const removed = await owner.send("DELETE", `/api/w/${workspace}/members/${me.user.id}`);
  expect(removed.status).toBe(204);
  await announce("secret");
  const rest = await reader.read();
  expect(rest.done).toBe(true);
  expect((await admin.get(`/api/w/${workspace}/members`)).status).toBe(404);
  const program = new Browser(test.server.url);
  const byKey = await program.send("GET", `/api/w/${workspace}/members`, undefined, {
    authorization: `Bearer ${key}`,
  });
  expect(byKey.status).toBe(401);
  expect((await stranger.get(`/api/invitations/${token}`)).status).toBe(404);
  const accepted = await stranger.post(`/api/invitations/${token}/accept`, { name: "X", password });
  expect(accepted.status).toBe(404);
});

async function announce(id: string): Promise<void> {
  const database = await test.server.database.workspace(workspace as WorkspaceId);
  const message = JSON.stringify({ workspace, topic: "records", ids: [id] });
  await database.transaction((trx) =>
    sql`select pg_notify(${liveChannel}, ${message})`.execute(trx),
  );
}

it("who was made a member again invites nobody as admin by an older link", async () => {
  const admin = await joinByInvitation(owner, test.server, workspace, "admin");
  const me = (await admin.get("/api/me")).body as { readonly user: { readonly id: string } };
  const invited = await admin.post(`/api/w/${workspace}/invitations`, {
    email: "later@example.com",
    role: "admin",
  });
  const token = new URL((invited.body as { readonly link: string }).link).pathname
    .split("/")
    .at(-1);
  await owner.send("PATCH", `/api/w/${workspace}/members/${me.user.id}`, { role: "member" });
  expect((await new Browser(test.server.url).get(`/api/invitations/${token}`)).status).toBe(404);
});

it("one invitation accepted many times at once lets one in", async () => {
  const invited = await owner.post(`/api/w/${workspace}/invitations`, {
    email: "race@example.com",
    role: "member",
  });
  const token = new URL((invited.body as { readonly link: string }).link).pathname
    .split("/")
    .at(-1);
  const answers = await Promise.all(
    Array.from({ length: 5 }, () =>
      new Browser(test.server.url).post(`/api/invitations/${token}/accept`, {
        name: "R",
        password,
      }),
    ),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404, 404, 404]);
});

it("the write key of a removed source is refused within a moment", async () => {
  const source = await owner.post(`/api/w/${workspace}/sources`, { name: "site" });
  const { id, writeKey } = source.body as { readonly id: string; readonly writeKey: string };
  const send = async () => {
    const body = JSON.stringify({ writeKey, event: "x", anonymousId: "a" });
    return (await fetch(`${test.server.url}/v1/track`, { method: "POST", body })).status;
  };
  expect(await send()).toBe(200);
  expect((await owner.send("DELETE", `/api/w/${workspace}/sources/${id}`)).status).toBe(204);
  // Every server hears of it by a notification.
  await expect.poll(send).toBe(401);
});

it("another site's page gets nothing done with a visitor's cookie, by form, fetch or link", async () => {
  const { email } = await person();
  const browser = await signedIn(email);
  const change = { currentPassword: password, newPassword: "chosen by another site" };
  for (const headers of [
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: `${test.server.url}.evil.example` },
    { origin: test.server.url.replace(/\d+$/, "1") },
  ]) {
    const answer = await browser.send("POST", "/api/auth/change-password", change, headers);
    expect(answer.status, JSON.stringify(headers)).toBe(403);
  }
  const form = await browser.send("POST", "/api/auth/change-password", new Uint8Array([1]), {
    "content-type": "application/x-www-form-urlencoded",
  });
  expect(form.status).toBe(415);
  const login = await signIn(browser, email, password, { origin: "https://evil.example" });
  expect(login.status).toBe(403);
});

it("every answer carries the security headers, errors and refusals too", async () => {
  for (const path of ["/health", "/api/me", "/api/nothing", "/api/openapi.json", "/v1/nothing"]) {
    const { headers } = await new Browser(test.server.url).get(path);
    expect(headers.get("content-security-policy"), path).toContain("frame-ancestors 'none'");
    expect(headers.get("x-content-type-options"), path).toBe("nosniff");
    expect(headers.get("referrer-policy"), path).toBe("no-referrer");
    expect(headers.get("access-control-allow-origin"), path).toBeNull();
  }
});

/** Pairs of a guess at an account that exists and one at an account that does not. */
const pairs = 120;
/** Nobody can tell over a network what differs by less than this factor in so many tries. */
const alike = 1.25;

it.skipIf(process.env["CAUSEWAY_LONG_TESTS"] !== "1")(
  "signing in takes as long for an account that does not exist",
  { timeout: 900_000 },
  async () => {
    const timeOf = async (email: string) => {
      const browser = new Browser(test.server.url);
      const startedAt = performance.now();
      const { status } = await signIn(browser, email, "a guess");
      const ms = performance.now() - startedAt;
      expect(status).toBe(401);
      return ms;
    };
    const ratios: number[] = [];
    for (let pair = 0; pair < pairs; pair++) {
      const { email } = await person();
      const stranger = `nobody-${pair}@example.com`;
      // In turns, so that neither gains by what the machine does beside.
      const isKnownFirst = pair % 2 === 0;
      const first = await timeOf(isKnownFirst ? email : stranger);
      const second = await timeOf(isKnownFirst ? stranger : email);
      ratios.push(isKnownFirst ? first / second : second / first);
    }
    const { low, median, high } = medianInterval(ratios);
    const [from, middle, to] = [low, median, high].map((ratio) => ratio.toFixed(3));
    process.stdout.write(
      `sign-in, known / unknown account: ${middle}, 95% interval ${from} to ${to}, ${pairs} pairs\n`,
    );
    expect(low).toBeGreaterThan(1 / alike);
    expect(high).toBeLessThan(alike);
  },
);

/**
 * The median with the 95% interval that holds for any distribution: order statistics by the normal approximation of the
 * sign test (Conover, Practical Nonparametric Statistics, 3rd ed., 3.2).
 */
function medianInterval(values: readonly number[]) {
  const sorted = values.toSorted((left, right) => left - right);
  const half = sorted.length / 2;
  const reach = 1.96 * Math.sqrt(sorted.length / 4);
  const at = (rank: number) => sorted[Math.min(sorted.length, Math.max(1, rank)) - 1] ?? Number.NaN;
  return {
    low: at(Math.floor(half - reach)),
    median: (at(Math.floor(half)) + at(Math.floor(half) + 1)) / 2,
    high: at(Math.ceil(half + 1 + reach)),
  };
}
