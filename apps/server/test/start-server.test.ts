import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findServer, startServer } from "../src/index.ts";
import {
  Browser,
  becomeOwner,
  foundWorkspace,
  joinByInvitation,
  startTestServer,
} from "./running-server.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "causeway-start-"));
  // Where tests run as root, the server's own account must come in, or the data would lie elsewhere and stay.
  chmodSync(folder, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("startServer() on a fresh folder: the link makes the owner, who invites a second person", async () => {
  const server = await startServer({ dataFolder: folder, port: 0, files: null });
  try {
    const owner = await becomeOwner(server);
    const workspace = await foundWorkspace(owner, "启衡");
    expect((await owner.get("/api/me")).body).toMatchObject({
      user: { email: "fang@example.com" },
      workspaces: [{ id: workspace, name: "启衡", role: "owner" }],
    });
    const member = await joinByInvitation(owner, server, workspace, "member");
    expect((await member.get(`/api/w/${workspace}/members`)).status).toBe(200);
    expect((await member.get(`/api/w/${workspace}/invitations`)).status).toBe(403);
    const file = join(folder, "server.json");
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ pid: process.pid });
    expect(await findServer(folder)).toBeDefined();
    expect(statSync(file).mode & 0o777).toBe(0o600);
  } finally {
    await server.close();
  }
  expect(existsSync(join(folder, "server.json"))).toBe(false);
  const stale = { pid: process.pid, url: "http://127.0.0.1:1", startedAt: "" };
  writeFileSync(join(folder, "server.json"), JSON.stringify(stale));
  expect(await findServer(folder)).toBeUndefined();
});

it("startServer() on the same folder again finds everybody, and prints no link", async () => {
  const server = await startServer({ dataFolder: folder, port: 0, files: null });
  try {
    expect(server.setupLink).toBeUndefined();
    const browser = new Browser(server.url);
    const signedIn = await browser.post("/api/auth/sign-in/email", {
      email: "fang@example.com",
      password: "correct horse",
    });
    expect(signedIn.status).toBe(204);
    expect((await browser.get("/api/me")).status).toBe(200);
  } finally {
    await server.close();
  }
});

it("startServer() says in one line that a port is taken, and leaves nothing running", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => other.once("listening", resolve));
  const address = other.address();
  const port = typeof address === "object" && address ? address.port : 0;
  await expect(startServer({ dataFolder: folder, port, files: null })).rejects.toMatchObject({
    code: "conflict",
    message: `Port ${port} is taken. Start with --port and another number.`,
  });
  other.close();
});

it("RunningServer.close() ends open streams and everything it started", async () => {
  const test = await startTestServer();
  const { server } = test;
  const owner = await becomeOwner(server);
  const workspace = await foundWorkspace(owner, "启衡");
  const stream = await owner.open(`/api/w/${workspace}/live`);
  const reader = stream.body.getReader();
  await reader.read();
  await server.close();
  expect(await reader.read()).toMatchObject({ done: true });
  await expect(fetch(`${server.url}/health`)).rejects.toThrow();
  await test.close();
});
