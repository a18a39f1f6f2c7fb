import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { majorVersion, type ServerBinaries } from "../embedded/server-binaries.ts";

/** A PostgreSQL besides the embedded one: a running server, or the programs to run one. */
export type SecondServer = { readonly url: string } | ServerBinaries;

export const oldestMajor = 15;

/**
 * The second server that the database tests also run on: TEST_DATABASE_URL, else the oldest PostgreSQL (15 or newer)
 * among the places where packages put it. Nothing when there is none.
 */
export function findSecondServer(): SecondServer | undefined {
  const { TEST_DATABASE_URL: url } = process.env;
  if (url) return { url };
  const versions = programFolders()
    .filter((folder) => existsSync(join(folder, "postgres")) && existsSync(join(folder, "initdb")))
    .flatMap((folder) => binariesIn(folder))
    .filter(({ major }) => major >= oldestMajor)
    .sort((a, b) => a.major - b.major);
  return versions[0];
}

function binariesIn(folder: string): readonly ServerBinaries[] {
  const postgres = join(folder, "postgres");
  try {
    return [{ initdb: join(folder, "initdb"), postgres, major: majorVersion(postgres) }];
  } catch {
    return [];
  }
}

function programFolders(): readonly string[] {
  const { PATH = "" } = process.env;
  const versioned = [
    ...subfolders("/usr/lib/postgresql"),
    ...subfolders("/usr", /^pgsql-\d+$/),
    ...subfolders("/opt/homebrew/opt", /^postgresql/),
    ...subfolders("/usr/local/opt", /^postgresql/),
  ].map((folder) => join(folder, "bin"));
  return [...versioned, ...PATH.split(delimiter)];
}

function subfolders(parent: string, pattern = /^/): readonly string[] {
  if (!existsSync(parent)) return [];
  return readdirSync(parent)
    .filter((name) => pattern.test(name))
    .map((name) => join(parent, name));
}
