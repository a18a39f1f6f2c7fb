import type { WorkspaceId } from "@causeway/kernel";
import {
  assertSharedTablesNamed,
  createTestDatabase,
  type TestDatabase,
} from "@causeway/platform-database/testing";
import { buildHttpServer, type HttpServer } from "@causeway/platform-http";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type AccessControl, accessMigrations, openAccess } from "../src/index.ts";

const publicUrl = "http://crm.example:4600";
let test: TestDatabase;
let access: AccessControl;
let server: HttpServer;
let nowMs: number;
let demos: WorkspaceId[];

beforeEach(async () => {
  test = await createTestDatabase({ modules: [accessMigrations] });
  nowMs = Date.now();
  demos = [];
  access = await openAccess({
    database: test.database,
    publicUrl,
    clock: () => new Date(nowMs),
    startDemo: async (workspace) => {
      demos.push(workspace);
    },
  });
  server = await buildHttpServer({
    routes: access.routes,
    authenticator: access.authenticator,
    workspace: test.database.workspace,
    info: { title: "Test", version: "1", description: "" },
    // Every address below stands for another person's machine, so that limits do not add up.
    proxies: 1,
  });
});
afterEach(async () => {
  await server.app.close();
  await test.close();
});

const owner = { name: "王芳", email: "Fang@example.com", password: "correct horse" };
let machine = 0;

/** A browser: keeps cookies and sends the origin of our pages. */
function browser(headers: Record<string, string> = {}) {
  machine += 1;
  const address = `10.0.${Math.floor(machine / 250)}.${machine % 250}`;
  const cookies = new Map<string, string>();
  const ask = async (
    method: "GET" | "POST" | "PATCH" | "DELETE",
    url: string,
    payload?: object,
  ) => {
    const answer = await server.app.inject({
      method,
      url,
      headers: {
        host: "crm.example:4600",
        origin: publicUrl,
        "x-forwarded-for": address,
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        ...headers,
      },
      ...(payload && { payload }),
    });
    for (const { name, value, maxAge } of answer.cookies) {
      if (maxAge === 0) cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  };
  return {
    cookies,
    get: (url: string) => ask("GET", url),
    post: (url: string, payload: object = {}) => ask("POST", url, payload),
    patch: (url: string, payload: object) => ask("PATCH", url, payload),
    delete: (url: string) => ask("DELETE", url),
  };
}

async function setUpOwner() {
  const link = new URL((await access.setupLink()) ?? "");
  const token = link.searchParams.get("token");
  const person = browser();
  const answer = await person.post("/api/setup", { ...owner, token, locale: "zh" });
  expect(answer.statusCode).toBe(204);
  return person;
}

async function setUpWorkspace() {
  const person = await setUpOwner();
  const made = await person.post("/api/workspaces", { name: "启衡", locale: "zh", start: "empty" });
  expect(made.statusCode).toBe(201);
  return { person, workspace: made.json().id as string };
}

async function joinAs(
  inviter: ReturnType<typeof browser>,
  workspace: string,
  role: "member" | "admin" | "owner",
  email = `${role}${machine}@example.com`,
) {
  const invited = await inviter.post(`/api/w/${workspace}/invitations`, { email, role });
  expect(invited.statusCode).toBe(201);
  const token = new URL(invited.json().link).pathname.split("/").at(-1);
  const person = browser();
  const accepted = await person.post(`/api/invitations/${token}/accept`, {
    name: "李强",
    password: "another long one",
  });
  expect(accepted.statusCode).toBe(204);
  const { user } = (await person.get("/api/me")).json();
  return { person, token, id: user.id as string, email };
}

it("setupLink() makes the first owner once, who is signed in then", async () => {
  const visitor = browser();
  expect((await visitor.get("/api/setup")).json()).toEqual({ needsOwner: true });
  const link = new URL((await access.setupLink()) ?? "");
  expect(link.origin + link.pathname).toBe(`${publicUrl}/welcome`);
  const body = { ...owner, token: link.searchParams.get("token"), locale: "zh" };
  const [one, two] = await Promise.all([
    browser().post("/api/setup", body),
    browser().post("/api/setup", body),
  ]);
  expect([one.statusCode, two.statusCode].sort()).toEqual([204, 403]);
  expect((await visitor.get("/api/setup")).json()).toEqual({ needsOwner: false });
  expect(await access.setupLink()).toBeUndefined();
  expect((await browser().post("/api/setup", body)).statusCode).toBe(403);
});

it("setupLink() ends older links, and each expires after a day", async () => {
  const tokenOf = async () => new URL((await access.setupLink()) ?? "").searchParams.get("token");
  const first = await tokenOf();
  const second = await tokenOf();
  const use = async (token: string | null) =>
    (await browser().post("/api/setup", { ...owner, token, locale: "zh" })).statusCode;
  expect(await use(first)).toBe(403);
  nowMs += 25 * 3600 * 1000;
  expect(await use(second)).toBe(403);
  expect(await use(await tokenOf())).toBe(204);
});

it("the first owner owns the workspaces that commands founded before", async () => {
  const { id } = await test.database.createWorkspace({ name: "Import", locale: "en" });
  const person = await setUpOwner();
  const { workspaces } = (await person.get("/api/me")).json();
  expect(workspaces.map((workspace: { id: string }) => workspace.id)).toContain(id);
  expect((await person.get(`/api/w/${id}/members`)).statusCode).toBe(200);
});

it("the setup token is not stored as it is", async () => {
  const token = new URL((await access.setupLink()) ?? "").searchParams.get("token");
  const stored = await test.database.shared((trx) =>
    trx
      .$extendTables<{ setup_tokens: { token_hash: string } }>()
      .selectFrom("setup_tokens")
      .select("token_hash")
      .executeTakeFirstOrThrow(),
  );
  expect(stored.token_hash).not.toContain(token);
});

it("signing in needs the right password, and signing out ends the session on the server", async () => {
  const person = await setUpOwner();
  expect((await person.get("/api/me")).json()).toMatchObject({
    user: { name: "王芳", email: "fang@example.com" },
  });
  const stolen = new Map(person.cookies);
  expect((await person.post("/api/auth/sign-out")).statusCode).toBe(204);
  expect((await person.get("/api/me")).statusCode).toBe(401);
  const thief = browser();
  for (const [name, value] of stolen) thief.cookies.set(name, value);
  expect((await thief.get("/api/me")).statusCode).toBe(401);
  const signIn = (email: string, password: string) =>
    browser().post("/api/auth/sign-in/email", { email, password });
  const wrong = await signIn(owner.email, "not the password");
  const unknown = await signIn("nobody@example.com", owner.password);
  expect([wrong.statusCode, unknown.statusCode]).toEqual([401, 401]);
  expect(wrong.json().detail).toBe(unknown.json().detail);
  expect((await signIn(owner.email.toUpperCase(), owner.password)).statusCode).toBe(204);
});

it("session cookies are HttpOnly and SameSite=Lax, and cookies alone cannot be forged", async () => {
  const person = await setUpOwner();
  const answer = await person.post("/api/auth/sign-in/email", {
    email: owner.email,
    password: owner.password,
  });
  const cookie = answer.cookies.find(({ name }) => name === "causeway.session_token");
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
  const forged = browser();
  forged.cookies.set("causeway.session_token", `${cookie?.value.split(".")[0]}.forged`);
  expect((await forged.get("/api/me")).statusCode).toBe(401);
});

it("signing in is limited per address", async () => {
  await setUpOwner();
  const person = browser();
  const codes: number[] = [];
  for (let attempt = 0; attempt < 12; attempt++) {
    const answer = await person.post("/api/auth/sign-in/email", { email: "a@b.cn", password: "x" });
    codes.push(answer.statusCode);
  }
  expect(codes.slice(-2)).toEqual([429, 429]);
});

it("changing the password ends the other sessions", async () => {
  const person = await setUpOwner();
  const other = browser();
  await other.post("/api/auth/sign-in/email", { email: owner.email, password: owner.password });
  const change = (currentPassword: string) =>
    person.post("/api/auth/change-password", { currentPassword, newPassword: "a new long one" });
  expect((await change("wrong one")).json().issues[0].path).toBe("body.currentPassword");
  expect((await change(owner.password)).statusCode).toBe(204);
  expect((await person.get("/api/me")).statusCode).toBe(200);
  expect((await other.get("/api/me")).statusCode).toBe(401);
});

it("signInLink() sets a new password once, signs in, and ends the other sessions", async () => {
  const person = await setUpOwner();
  expect(await access.signInLink("nobody@example.com")).toBeUndefined();
  const first = await access.signInLink("FANG@example.com");
  const made = await access.signInLink(owner.email);
  expect(made?.link).toMatch(`${publicUrl}/sign-in-link/`);
  const pathOf = (link = "") => `/api/sign-in-links/${new URL(link).pathname.split("/").at(-1)}`;
  expect((await browser().get(pathOf(first?.link))).statusCode).toBe(404);
  const path = pathOf(made?.link);
  expect((await browser().get(path)).json()).toEqual({ name: "王芳", email: "fang@example.com" });
  const password = "a wholly new one";
  expect((await browser().post(path, { password: "short" })).statusCode).toBe(400);
  const answers = await Promise.all([
    browser().post(path, { password }),
    browser().post(path, { password }),
  ]);
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([204, 404]);
  expect((await person.get("/api/me")).statusCode).toBe(401);
  const signIn = async (with_: string) =>
    (await browser().post("/api/auth/sign-in/email", { email: owner.email, password: with_ }))
      .statusCode;
  expect(await signIn(owner.password)).toBe(401);
  expect(await signIn(password)).toBe(204);
  const late = pathOf((await access.signInLink(owner.email))?.link);
  nowMs += 61 * 60 * 1000;
  expect((await browser().post(late, { password })).statusCode).toBe(404);
});

it("founding a workspace makes its founder the owner, and starts the demo where asked for", async () => {
  const { person, workspace } = await setUpWorkspace();
  const demo = await person.post("/api/workspaces", { name: "D", locale: "en", start: "demo" });
  expect(demos).toEqual([demo.json().id]);
  const mine = async () =>
    (await person.get("/api/me"))
      .json()
      .workspaces.filter(({ id }: { id: string }) => [workspace, demo.json().id].includes(id));
  expect(await mine()).toMatchObject([
    { id: workspace, name: "启衡", role: "owner", isDemo: false },
    { name: "D", role: "owner", isDemo: true },
  ]);
  expect((await person.delete(`/api/w/${demo.json().id}`)).statusCode).toBe(204);
  expect(await mine()).toMatchObject([{ id: workspace }]);
});

it("an invitation lets one person in, with its role, once", async () => {
  const { person, workspace } = await setUpWorkspace();
  const joined = await joinAs(person, workspace, "member");
  expect((await joined.person.get("/api/me")).json().workspaces).toMatchObject([
    { id: workspace, role: "member" },
  ]);
  expect((await browser().get(`/api/invitations/${joined.token}`)).statusCode).toBe(404);
  const again = await browser().post(`/api/invitations/${joined.token}/accept`, {
    name: "X",
    password: "another long one",
  });
  expect(again.statusCode).toBe(404);
  const founding = { name: "mine", locale: "en", start: "empty" };
  expect((await joined.person.post("/api/workspaces", founding)).statusCode).toBe(403);
});

it("an invitation of somebody with an account asks for the password of that account", async () => {
  const { person, workspace } = await setUpWorkspace();
  const first = await joinAs(person, workspace, "member", "li@example.com");
  await person.delete(`/api/w/${workspace}/members/${first.id}`);
  expect((await first.person.get(`/api/w/${workspace}/members`)).statusCode).toBe(404);
  const invited = await person.post(`/api/w/${workspace}/invitations`, {
    email: "li@example.com",
    role: "admin",
  });
  const token = new URL(invited.json().link).pathname.split("/").at(-1);
  expect((await browser().get(`/api/invitations/${token}`)).json()).toEqual({
    workspace,
    workspaceName: "启衡",
    email: "li@example.com",
    role: "admin",
    hasAccount: true,
  });
  const accept = async (password: string) =>
    (await browser().post(`/api/invitations/${token}/accept`, { password })).statusCode;
  expect(await accept("somebody else's")).toBe(401);
  expect(await accept("another long one")).toBe(204);
});

it("an invitation of somebody without an account asks for a name", async () => {
  const { person, workspace } = await setUpWorkspace();
  const body = { email: "new@example.com", role: "member" };
  const invited = await person.post(`/api/w/${workspace}/invitations`, body);
  const token = new URL(invited.json().link).pathname.split("/").at(-1);
  const accept = (more: object) =>
    browser().post(`/api/invitations/${token}/accept`, { password: "another long one", ...more });
  expect((await accept({})).json().issues).toMatchObject([{ path: "body.name" }]);
  expect((await accept({ name: "李强" })).statusCode).toBe(204);
});

it("an invitation expires after a week and can be withdrawn", async () => {
  const { person, workspace } = await setUpWorkspace();
  const make = async () =>
    (
      await person.post(`/api/w/${workspace}/invitations`, { email: "a@b.cn", role: "member" })
    ).json();
  const statusOf = async (link: string) =>
    (await browser().get(`/api/invitations/${new URL(link).pathname.split("/").at(-1)}`))
      .statusCode;
  const withdrawn = await make();
  expect(await statusOf(withdrawn.link)).toBe(200);
  await person.delete(`/api/w/${workspace}/invitations/${withdrawn.id}`);
  expect(await statusOf(withdrawn.link)).toBe(404);
  const old = await make();
  nowMs += 8 * 24 * 3600 * 1000;
  expect(await statusOf(old.link)).toBe(404);
});

it("roles reach no higher than themselves, and the last owner stays", async () => {
  const { person, workspace } = await setUpWorkspace();
  const admin = await joinAs(person, workspace, "admin");
  const member = await joinAs(person, workspace, "member");
  const me = (await person.get("/api/me")).json().user.id;
  const members = `/api/w/${workspace}/members`;
  const invitations = `/api/w/${workspace}/invitations`;
  const codes = async (...answers: Promise<{ statusCode: number }>[]) =>
    (await Promise.all(answers)).map(({ statusCode }) => statusCode);
  expect(
    await codes(
      admin.person.post(invitations, { email: "x@y.cn", role: "owner" }),
      admin.person.patch(`${members}/${member.id}`, { role: "owner" }),
      admin.person.patch(`${members}/${me}`, { role: "member" }),
      admin.person.delete(`${members}/${me}`),
      member.person.post(invitations, { email: "x@y.cn", role: "member" }),
      member.person.patch(`${members}/${member.id}`, { role: "admin" }),
      member.person.delete(`${members}/${admin.id}`),
    ),
  ).toEqual([403, 403, 403, 403, 403, 403, 403]);
  expect(await codes(person.delete(`${members}/${me}`))).toEqual([409]);
  expect(await codes(admin.person.patch(`${members}/${member.id}`, { role: "admin" }))).toEqual([
    204,
  ]);
  expect(await codes(member.person.delete(`${members}/${member.id}`))).toEqual([204]);
  expect((await person.get(members)).json().members).toMatchObject([
    { userId: me, role: "owner" },
    { userId: admin.id, role: "admin" },
  ]);
});

it("an API key acts for its maker in its workspace until it is revoked", async () => {
  const { person, workspace } = await setUpWorkspace();
  const other = await person.post("/api/workspaces", { name: "B", locale: "en", start: "empty" });
  const keys = `/api/w/${workspace}/api-keys`;
  const made = (await person.post(keys, { name: "ERP", role: "member" })).json();
  expect(made.key).toMatch(/^cw_[\w-]{43}$/);
  const program = browser({ authorization: `Bearer ${made.key}`, origin: "" });
  expect((await program.get(`/api/w/${workspace}/members`)).statusCode).toBe(200);
  expect((await program.get(`/api/w/${workspace}/invitations`)).statusCode).toBe(403);
  expect((await program.get(`/api/w/${other.json().id}/members`)).statusCode).toBe(404);
  expect((await program.get("/api/me")).statusCode).toBe(403);
  const [listed] = (await person.get(keys)).json().keys;
  expect(listed).toMatchObject({ name: "ERP", start: made.key.slice(0, 10) });
  expect(JSON.stringify(listed)).not.toContain(made.key);
  expect(listed.lastUsedAt).not.toBeNull();
  await person.delete(`${keys}/${made.id}`);
  expect((await program.get(`/api/w/${workspace}/members`)).statusCode).toBe(401);
});

it("an API key falls with the role of its maker", async () => {
  const { person, workspace } = await setUpWorkspace();
  const admin = await joinAs(person, workspace, "admin");
  const keys = `/api/w/${workspace}/api-keys`;
  expect((await admin.person.post(keys, { name: "k", role: "owner" })).statusCode).toBe(403);
  const { key } = (await admin.person.post(keys, { name: "k", role: "admin" })).json();
  const program = browser({ authorization: `Bearer ${key}` });
  const invitations = `/api/w/${workspace}/invitations`;
  expect((await program.get(invitations)).statusCode).toBe(200);
  await person.patch(`/api/w/${workspace}/members/${admin.id}`, { role: "member" });
  expect((await program.get(invitations)).statusCode).toBe(403);
  await person.delete(`/api/w/${workspace}/members/${admin.id}`);
  expect((await program.get(invitations)).statusCode).toBe(401);
});

it("shared tables are isolated as the list of them says", async () => {
  await assertSharedTablesNamed(test);
});

it("a workspace's scope shows the rows of that workspace only", async () => {
  const { person, workspace } = await setUpWorkspace();
  const other = (
    await person.post("/api/workspaces", { name: "B", locale: "en", start: "empty" })
  ).json();
  for (const id of [workspace, other.id]) {
    await person.post(`/api/w/${id}/invitations`, { email: "x@y.cn", role: "member" });
    await person.post(`/api/w/${id}/api-keys`, { name: "k", role: "member" });
  }
  for (const table of ["memberships", "invitations", "api_keys"] as const) {
    const rows = await test.database.shared(
      (trx) =>
        trx
          .$extendTables<Record<typeof table, { workspace_id: string }>>()
          .selectFrom(table)
          .select("workspace_id")
          .execute(),
      { kind: "workspace", workspace },
    );
    expect(rows).toEqual([{ workspace_id: workspace }]);
  }
});
