import { spawn } from "node:child_process";
import {
  accessSync,
  createReadStream,
  createWriteStream,
  existsSync,
  constants as fileConstants,
  globSync,
  statSync,
} from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { constants, createBrotliCompress, createGzip } from "node:zlib";
import { AppError } from "@causeway/kernel";
import { withBuildLock } from "./build-lock.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

interface Build {
  readonly folder: string;
  /** What the build writes last; its age decides. */
  readonly result: string;
  readonly sources: readonly string[];
}

const shared = [
  "kernel/src/**/*.ts",
  "platform/contract/src/**/*.ts",
  "engines/conditions/src/**/*.ts",
];

const web: Build = {
  folder: join(root, "apps/web"),
  result: join(root, "apps/web/dist/index.html"),
  sources: ["apps/web/{src,public}/**/*", "apps/web/{index.html,vite.config.ts}", ...shared],
};

const tracker: Build = {
  folder: join(root, "apps/tracker"),
  result: join(root, "apps/tracker/dist/causeway.js"),
  sources: ["apps/tracker/src/**/*", "apps/tracker/vite.config.ts"],
};

/** Where the built files lie. */
export interface BuiltFiles {
  readonly web: string;
  readonly tracker?: { readonly folder: string; readonly file: string };
}

/**
 * The built web app and browser SDK, built now where they are missing or older than their sources.
 * Throws AppError("internal") with the last words of a build that failed.
 */
export async function ensureBuilt(onBuild: (name: string) => void): Promise<BuiltFiles> {
  const hasTracker = existsSync(join(tracker.folder, "vite.config.ts"));
  const isTrackerStale = () => hasTracker && isStale(tracker);
  if (isStale(web) || isTrackerStale()) {
    await withBuildLock(join(web.folder, ".building"), async () => {
      if (isStale(web)) {
        onBuild("web");
        await build(web);
        await compress(join(web.folder, "dist"));
      }
      if (isTrackerStale()) {
        onBuild("tracker");
        await build(tracker);
      }
    });
  }
  return {
    web: join(web.folder, "dist"),
    ...(hasTracker && { tracker: { folder: join(tracker.folder, "dist"), file: "causeway.js" } }),
  };
}

function isStale({ result, sources }: Build): boolean {
  if (!existsSync(result)) return true;
  const builtAt = statSync(result).mtimeMs;
  return globSync([...sources], { cwd: root }).some(
    (file) => statSync(join(root, file)).mtimeMs > builtAt,
  );
}

/** A build that cannot write would end in the middle with words of another program. */
function requireWritable(folder: string): void {
  const nearest = existsSync(join(folder, "dist")) ? join(folder, "dist") : folder;
  try {
    accessSync(nearest, fileConstants.W_OK);
  } catch (cause) {
    throw new AppError(
      "forbidden",
      {
        zh: `网页需要构建，而当前用户不能写入 ${nearest}：请以其所有者运行一次“npm run build”。`,
        en: `The pages must be built, and ${nearest} cannot be written by this user: run “npm run build” once as its owner.`,
      },
      { cause },
    );
  }
}

async function build({ folder, result }: Build): Promise<void> {
  requireWritable(folder);
  const vite = createRequire(join(folder, "package.json")).resolve("vite/package.json");
  const child = spawn(process.execPath, [join(vite, "../bin/vite.js"), "build"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_ENV: "production", NO_COLOR: "1" },
  });
  let words = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      words = `${words}${chunk}`.slice(-4_000);
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0 || !existsSync(result)) {
    throw new AppError("internal", `Building ${folder} failed:\n${words}`);
  }
}

const smallestBytes = 1024;
const brotliQuality = 9;

/** Writes `.br` and `.gz` beside every text file, so that no request waits for compression. */
async function compress(folder: string): Promise<void> {
  const files = globSync("**/*.{js,css,html,svg,json}", { cwd: folder })
    .map((file) => join(folder, file))
    .filter((file) => statSync(file).size >= smallestBytes);
  const brotli = () =>
    createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality } });
  await Promise.all(
    files.flatMap((file) => [
      pipeline(createReadStream(file), brotli(), createWriteStream(`${file}.br`)),
      pipeline(createReadStream(file), createGzip({ level: 9 }), createWriteStream(`${file}.gz`)),
    ]),
  );
}
