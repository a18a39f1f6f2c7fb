import { connectionFromUrl, withClient } from "../connection.ts";
import { quoteIdentifier } from "../identifiers.ts";
import { findSecondServer } from "./second-server.ts";
import { announceTestRun, type TestRun } from "./test-run.ts";
import { startTestServer } from "./test-server.ts";

/** For vitest's `globalSetup`: the second server, a given one (left as it was found) or a throwaway one. */
export async function setup(): Promise<() => Promise<void>> {
  const found = findSecondServer();
  if (!found) throw new Error("There is no second PostgreSQL; see CONTRIBUTING.md");
  if ("url" in found) {
    const run = announceTestRun("second", found.url);
    return () => removeTraces(run);
  }
  const server = await startTestServer({ binaries: found });
  announceTestRun("second", server.url);
  return () => server.stop();
}

async function removeTraces(run: TestRun): Promise<void> {
  await withClient(connectionFromUrl(run.url), async (client) => {
    const databases = await client.query<{ name: string }>(
      "select datname as name from pg_database where starts_with(datname, $1)",
      [`causeway_${run.id}_`],
    );
    for (const { name } of databases.rows) {
      await client.query(`drop database if exists ${quoteIdentifier(name)} with (force)`);
    }
    const roles = await client.query<{ name: string }>(
      // A role that made others comes last: theirs depend on it.
      "select rolname as name from pg_roles where starts_with(rolname, $1) order by rolcreaterole",
      [`causeway_t${run.id}`],
    );
    for (const { name } of roles.rows) {
      await client.query(`drop role if exists ${quoteIdentifier(name)}`);
    }
  });
}
