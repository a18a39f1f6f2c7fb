import type { WorkspaceId } from "@causeway/kernel";
import { sql } from "kysely";
import type { Browser, TestServer } from "../running-server.ts";
import { addressOf, type Operation, readSurface } from "../surface/operations.ts";

/** What there is to be asked for. */
interface Thing {
  /** Of a record or a profile; null for what is asked for by its id alone. */
  readonly object: string | null;
  readonly id: string;
}

/**
 * Asks for all that a reader can ask for: every GET of the API with every id that fits, lists, boards and searches for
 * the words. Gives the words that came back, by operation.
 */
export async function readEverything(
  test: TestServer,
  reader: Browser,
  workspace: string,
  words: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const surface = readSurface((await reader.get("/api/openapi.json")).body);
  const things = await thingsOf(test, workspace);
  const found = new Map<string, Set<string>>();
  const note = (operation: string, body: unknown) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const told = words.filter((word) => text.toLowerCase().includes(word.toLowerCase()));
    if (told.length > 0) found.set(operation, new Set([...(found.get(operation) ?? []), ...told]));
  };
  const isRead = ({ method, path, security }: Operation) =>
    method === "GET" &&
    path.startsWith("/api/w/{workspace}") &&
    !path.endsWith("/live") &&
    security.length > 0;
  for (const operation of surface.operations.filter(isRead)) {
    for (const values of questions(operation, workspace, things, words)) {
      const { body } = await reader.get(addressOf(operation, values));
      note(operation.path, body);
    }
  }
  for (const object of ["contact", "lead", "deal", "account", "note", "task"]) {
    const path = `/api/w/${workspace}/records/${object}`;
    for (const search of [undefined, ...words]) {
      const { body } = await reader.post(`${path}/query`, {
        limit: 200,
        ...(search && { search }),
      });
      note("query", body);
    }
    note("board", (await reader.post(`${path}/board`, {})).body);
  }
  return found;
}

function questions(
  operation: Operation,
  workspace: string,
  things: readonly Thing[],
  words: readonly string[],
): readonly Readonly<Record<string, string>>[] {
  const places = operation.parameters.filter(({ in: where }) => where === "path");
  const free = places.filter(({ name }) => name !== "workspace" && name !== "object");
  const hasObject = places.some(({ name }) => name === "object");
  const asked = operation.parameters.some(({ name }) => name === "q") ? words : [undefined];
  const fitting = things.filter(({ object }) => hasObject === (object !== null));
  const targets: readonly (Thing | undefined)[] =
    free.length === 0 && !hasObject ? [undefined] : fitting;
  return targets.flatMap((thing) =>
    asked.map((q) => ({
      workspace,
      ...(thing?.object && { object: thing.object }),
      ...Object.fromEntries(free.map(({ name }) => [name, thing?.id ?? ""])),
      ...(q !== undefined && { q }),
    })),
  );
}

async function thingsOf({ server }: TestServer, workspace: string): Promise<readonly Thing[]> {
  const database = await server.database.workspace(workspace as WorkspaceId);
  return database.transaction(
    async (trx) => {
      const records = ["contact", "lead", "deal", "account", "note", "task"].map(
        (object) =>
          sql`select ${object}::text as object, id::text as id from ${sql.table(`record_${object}`)}`,
      );
      const others = ["imports", "agent_runs", "sources", "signals", "events", "models"].map(
        (table) => sql`select null::text as object, id::text from ${sql.table(table)}`,
      );
      const { rows } = await sql<Thing>`${sql.join([...records, ...others], sql` union all `)}
        union all select 'profile', id::text from profiles
        union all select null, id::text from profiles
        union all select null, id::text from record_account`.execute(trx);
      return rows;
    },
    { readOnly: true },
  );
}
