import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestDatabase, type TestDatabase } from "@causeway/platform-database/testing";
import { pino } from "pino";
import { allMigrations, type RunningServer, startServer } from "../src/index.ts";

export interface TestServer {
  readonly server: RunningServer;
  readonly dataFolder: string;
  /** What the server logged as an error, newest last. */
  readonly errors: readonly string[];
  /** The database's address under the administrator. */
  readonly databaseUrl: string;
  close(): Promise<void>;
}

/** The whole server on a port of its own, over HTTP, on a database of the test run. */
export async function startTestServer(): Promise<TestServer> {
  const test: TestDatabase = await createTestDatabase({ modules: allMigrations });
  const dataFolder = mkdtempSync(join(tmpdir(), "causeway-server-"));
  const errors: string[] = [];
  const server = await startServer({
    dataFolder,
    log: pino({ level: "error" }, { write: (line: string) => void errors.push(line) }),
    databaseUrl: test.url,
    secret: "the same in every test: not a secret",
    port: 0,
    files: null,
    proxies: 1,
  });
  return {
    server,
    dataFolder,
    errors,
    databaseUrl: test.url,
    async close() {
      await server.close();
      await test.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

let machines = 0;

/** A browser of one person: keeps cookies and sends the origin of our pages. */
export class Browser {
  readonly #url: string;
  readonly cookies = new Map<string, string>();
  readonly #address: string;

  constructor(url: string) {
    this.#url = url;
    machines += 1;
    this.#address = `10.1.${Math.floor(machines / 250)}.${machines % 250}`;
  }

  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const answer = await fetch(this.#url + path, {
      method,
      headers: {
        ...this.#headers(),
        ...(body === undefined ? {} : { "content-type": typeOf(body) }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: encoded(body) }),
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (name === undefined || value === undefined) continue;
      if (/max-age=0/i.test(cookie)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const text = await answer.text();
    const isJson = answer.headers.get("content-type")?.includes("json");
    return {
      status: answer.status,
      headers: answer.headers,
      body: isJson && text !== "" ? JSON.parse(text) : text,
    };
  }

  /** A GET whose body is read as it comes. */
  async open(path: string): Promise<{ headers: Headers; body: ReadableStream<Uint8Array> }> {
    const { headers, body } = await fetch(this.#url + path, { headers: this.#headers() });
    if (body === null) throw new Error(`${path} has no body`);
    return { headers, body };
  }

  #headers(): Readonly<Record<string, string>> {
    return {
      origin: this.#url,
      "x-forwarded-for": this.#address,
      cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
    };
  }

  get = (path: string) => this.send("GET", path);
  post = (path: string, body: unknown = {}) => this.send("POST", path, body);
}

/** Bytes go as they are, anything else as JSON. */
function encoded(body: unknown): string | Uint8Array<ArrayBuffer> {
  return body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body);
}

function typeOf(body: unknown): string {
  return body instanceof Uint8Array ? "application/octet-stream" : "application/json";
}

/** The first owner, signed in by the one-time link. */
export async function becomeOwner(server: RunningServer): Promise<Browser> {
  const browser = new Browser(server.url);
  const token = new URL(server.setupLink ?? "").searchParams.get("token");
  const answer = await browser.post("/api/setup", {
    token,
    name: "王芳",
    email: "fang@example.com",
    password: "correct horse",
    locale: "zh",
  });
  if (answer.status !== 204) throw new Error(JSON.stringify(answer.body));
  return browser;
}

export async function foundWorkspace(owner: Browser, name: string): Promise<string> {
  const answer = await owner.post("/api/workspaces", { name, locale: "zh", start: "empty" });
  return (answer.body as { readonly id: string }).id;
}

/** A second person, let in by invitation. */
export async function joinByInvitation(
  owner: Browser,
  server: RunningServer,
  workspace: string,
  role: "member" | "admin" | "owner",
): Promise<Browser> {
  const email = `${role}-${machines}@example.com`;
  const invited = await owner.post(`/api/w/${workspace}/invitations`, { email, role });
  const { link } = invited.body as { readonly link: string };
  const browser = new Browser(server.url);
  const token = new URL(link).pathname.split("/").at(-1);
  const accepted = await browser.post(`/api/invitations/${token}/accept`, {
    name: "李强",
    password: "another long one",
  });
  if (accepted.status !== 204) throw new Error(JSON.stringify(accepted.body));
  return browser;
}
