import { chmodSync, mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { onTestServer } from "@causeway/platform-database/testing";
import { buildImage, forgetImage } from "./image.ts";
import type { Scenario } from "./scenario.ts";
import { ownLines, type Place, run, type StartReport, startOnce } from "./start-report.ts";

export interface Surroundings {
  /** The repository that is cloned. */
  readonly repository: string;
  /** Copies the repository with the packages that it has, instead of cloning and installing: quick, and proves less. */
  readonly copied: boolean;
  /** A folder for everything that is made, which goes away at the end. */
  readonly work: string;
  /** An ordinary account of this machine, made for the run; absent where this process may not make one. */
  readonly account: { readonly name: string; readonly home: string } | undefined;
  /** Addresses of PostgreSQL servers as their superuser, by version. */
  readonly servers: Readonly<Record<string, string>>;
}

const needsRoot = "needs root, who becomes another user";

/** The ways to install and to start that must work, or say in one line what to do. */
export function scenarios(here: Surroundings): readonly Scenario[] {
  const { account, work } = here;
  const closed = join(work, "closed");
  const program = join(closed, "causeway");
  const root: Place = { folder: program };
  const skip = account === undefined ? needsRoot : undefined;
  const own = join(account?.home ?? work, "客户 关系", "causeway");
  const user: Place = {
    folder: own,
    owner: account?.name,
    wrapper: ["runuser", "-u", account?.name ?? "nobody", "--"],
    env: { HOME: account?.home ?? work, USER: account?.name ?? "nobody" },
  };
  const data = (name: string) => ["--data", join(work, "data", name)];
  return [
    {
      name: "fresh clone, as root, in a folder that others cannot enter",
      run: () => {
        mkdirSync(closed, { recursive: true });
        chmodSync(closed, 0o700);
        return installed(here, root);
      },
    },
    {
      name: "second start, without network",
      skip,
      run: () => started(startOnce({ ...root, wrapper: offline }, npmStart("--port", "0"))),
    },
    {
      name: "taken port",
      run: () =>
        withTakenPort((port) => refused(startOnce(root, npmStart("--port", port)), "is taken")),
    },
    {
      name: "fresh clone, as an ordinary user, in a path with a space and Chinese characters",
      skip,
      run: () => {
        run({ ...user, folder: "/" }, [...(user.wrapper ?? []), "mkdir", "-p", dirname(own)]);
        return installed(here, user);
      },
    },
    {
      name: "npm test of the database package as an ordinary user",
      skip,
      run: () => testsPass(user, "platform/database/test/workspace"),
    },
    ...Object.entries(here.servers).flatMap(([version, url]) => onServer(version, url, root, data)),
    {
      name: "DATABASE_URL where no server listens",
      run: () =>
        refused(
          startOnce(
            { ...root, env: { DATABASE_URL: "postgres://a:b@127.0.0.1:9/causeway" } },
            npmStart(...data("nowhere")),
          ),
          "Cannot reach the PostgreSQL database",
        ),
    },
    {
      name: "data folder that may not be written",
      skip,
      run: () =>
        refused(startOnce(user, npmStart("--data", "/usr/causeway-data")), "cannot be written"),
    },
    {
      name: "program folder that may not be written, pages built before",
      skip,
      run: () => {
        chmodSync(closed, 0o755);
        const other = { ...user, folder: program };
        return started(
          startOnce(other, npmStart("--port", "0", "--data", join(account?.home ?? "", "data"))),
        );
      },
    },
    {
      name: "program folder that may not be written, pages not built",
      skip,
      run: () => {
        run(root, ["mv", "apps/web/dist", "apps/web/dist.away"]);
        const other = { ...user, folder: program };
        return refused(
          startOnce(other, npmStart("--port", "0", "--data", join(account?.home ?? "", "data"))),
          "npm run build",
        );
      },
    },
    {
      name: "the container image's instructions, step by step, as its own user",
      skip,
      run: async () => {
        const folder = join(work, "image");
        try {
          // What is committed: a file that somebody saves meanwhile would be newer than the pages that are built from it.
          const source = join(folder, "source");
          run({ folder: "/" }, ["git", "clone", "--quiet", here.repository, source]);
          const image = buildImage(source, folder);
          const told = [`embedded PostgreSQL: ${started(image.start({}))}`];
          for (const [version, url] of Object.entries(here.servers)) {
            const env = {
              DATABASE_URL: await databaseForAll(url),
              CAUSEWAY_SECRET: "x".repeat(32),
            };
            told.push(`PostgreSQL ${version}: ${started(image.start(env))}`);
            image.run(env, ["backup", `/backups/${version}.backup`, "--data", "/data"]);
          }
          return told.join("; ");
        } finally {
          forgetImage(folder);
        }
      },
    },
  ];
}

/** A new database of a test server, whose socket every user of the machine may come to, as one on a network is. */
async function databaseForAll(url: string): Promise<string> {
  const address = new URL(url);
  const socket = address.searchParams.get("host");
  if (socket !== null) chmodSync(socket, 0o711);
  await onTestServer(url, "create database image");
  address.pathname = "/image";
  return address.href;
}

const npmStart = (...options: readonly string[]) => ["npm", "start", "--", ...options];
const offline = ["unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"];

function installed({ repository, copied }: Surroundings, place: Place): string {
  const { folder, wrapper = [] } = place;
  const take = copied ? ["cp", "-a", repository] : ["git", "clone", "--quiet", repository];
  run({ folder: "/" }, [...take, folder]);
  if (copied) run({ folder }, ["rm", "-rf", "data", "apps/web/dist", "apps/tracker/dist"]);
  if (place.owner !== undefined) run({ folder: "/" }, ["chown", "-R", place.owner, folder]);
  const startedAt = performance.now();
  if (!copied) run(place, [...wrapper, "npm", "ci"]);
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  return `${copied ? "copied" : `npm ci ${seconds} s`}; ${started(startOnce(place, npmStart("--port", "0")))}`;
}

function started({ health, page, code, seconds, output }: StartReport): string {
  // npm itself may end by the signal; what counts is that the server came to its end in order.
  const inOrder = code !== "late" && output.includes("Stopped");
  if (health !== 200 || page !== 200 || !inOrder) {
    throw new Error(`health ${health}, page ${page}, exit code ${code}: ${output.slice(-1500)}`);
  }
  return `answers after ${seconds} s, stops in order`;
}

/** A start that must end by itself with one line that names the way out. */
function refused({ code, output }: StartReport, words: string): string {
  const lines = ownLines(output);
  if (code === 0 || code === "late" || lines.length !== 1 || !lines[0]?.includes(words)) {
    throw new Error(`exit code ${code}, not one line with “${words}”: ${output.slice(-1500)}`);
  }
  return lines[0];
}

async function withTakenPort(work: (port: string) => string): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  try {
    return work(String(typeof address === "object" ? address?.port : address));
  } finally {
    server.close();
  }
}

function testsPass(place: Place, filter: string): string {
  const { stdout } = run(place, [...(place.wrapper ?? []), "npm", "test", "--", filter]);
  return stdout.trim().split("\n").at(-1) ?? "";
}

function onServer(
  version: string,
  url: string,
  place: Place,
  data: (name: string) => readonly string[],
): readonly Scenario[] {
  const start = (name: string, address: string) =>
    startOnce({ ...place, env: { DATABASE_URL: address } }, npmStart("--port", "0", ...data(name)));
  return [
    {
      name: `DATABASE_URL to PostgreSQL ${version}`,
      run: () => started(start(`server-${version}`, url)),
    },
    {
      name: `DATABASE_URL to PostgreSQL ${version} with a wrong password`,
      run: () =>
        refused(
          start(`password-${version}`, url.replace(/:[^:@]+@/, ":wrong@")),
          "password authentication failed",
        ),
    },
    {
      name: `DATABASE_URL to PostgreSQL ${version} as a user without rights, then with those that the line names`,
      run: async () => {
        const database = `plain${version}`;
        await onTestServer(url, `create role ${database} login password 'plain'`);
        await onTestServer(url, `create database ${database}`);
        const plain = url
          .replace(/\/\/[^@]+@/, `//${database}:plain@`)
          .replace(/\/causeway\w*(\?|$)|\/postgres(\?|$)/, `/${database}?`);
        const line = refused(start(`plain-${version}`, plain), "A superuser can give it:");
        for (const [statement] of line.matchAll(/(ALTER|GRANT) [^;]+/g)) {
          await onTestServer(url, statement);
        }
        return `${line} Then: ${started(start(`plain-${version}`, plain))}`;
      },
    },
  ];
}
