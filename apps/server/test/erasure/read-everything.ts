import type { WorkspaceId } from "@causeway/kernel";
import { sql } from "kysely";
import type { Answer, Browser, TestServer } from "../running-server.ts";
import { addressOf, type Operation, readSurface } from "../surface/operations.ts";

/** What there is to be asked for: ids by the part of a path that they stand behind; `records` by object. */
interface Things {
  readonly records: Readonly<Record<string, readonly string[]>>;
  readonly others: Readonly<Record<string, readonly string[]>>;
}

/**
 * Asks for all that a reader can ask for: every GET of the API with ids of each kind, lists, boards and searches for some
 * of the words. Gives the words that came back, by operation.
 */
export async function readEverything(
  test: TestServer,
  reader: Browser,
  workspace: string,
  words: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const surface = readSurface((await reader.get("/api/openapi.json")).body);
  const things = await thingsOf(test, workspace, words);
  const sought = words.slice(0, 3);
  const found = new Map<string, Set<string>>();
  const note = (operation: string, { status, body }: Answer) => {
    if (status === 429 || status >= 500) throw new Error(`${operation}: ${status}`);
    const text = (typeof body === "string" ? body : JSON.stringify(body)).toLowerCase();
    const told = words.filter((word) => text.includes(word.toLowerCase()));
    if (told.length > 0) found.set(operation, new Set([...(found.get(operation) ?? []), ...told]));
  };
  const isRead = ({ method, path, security }: Operation) =>
    method === "GET" &&
    path.startsWith("/api/w/{workspace}") &&
    !path.endsWith("/live") &&
    security.length > 0;
  for (const operation of surface.operations.filter(isRead)) {
    for (const values of questions(operation, workspace, things, sought)) {
      note(operation.path, await reader.get(addressOf(operation, values)));
    }
  }
  for (const object of ["contact", "lead"]) {
    for (const search of [undefined, ...sought]) {
      const path = `/api/w/${workspace}/records/${object}/query`;
      note("query", await reader.post(path, { limit: 200, ...(search && { search }) }));
    }
  }
  note("query", await reader.post(`/api/w/${workspace}/records/deal/query`, {}));
  note("board", await reader.post(`/api/w/${workspace}/records/lead/board`, {}));
  return found;
}

type Values = Readonly<Record<string, string>>;

function questions(
  operation: Operation,
  workspace: string,
  { records, others }: Things,
  sought: readonly string[],
): readonly Values[] {
  const places = operation.parameters.filter(({ in: where }) => where === "path");
  const free = places.filter(({ name }) => name !== "workspace" && name !== "object");
  const ids = (found: readonly string[]): Values[] =>
    free.length === 0
      ? [{}]
      : found.map((id) => Object.fromEntries(free.map(({ name }) => [name, id])));
  if (places.some(({ name }) => name === "object")) {
    return Object.entries(records).flatMap(([object, own]) =>
      ids(own).map((values) => ({ workspace, object, ...values })),
    );
  }
  const kind = /\/([\w-]+)\/\{\w+\}[^{]*$/.exec(operation.path)?.[1] ?? "";
  const asked = operation.parameters.some(({ name }) => name === "q")
    ? sought.map((q) => ({ q }))
    : [{}];
  return ids(others[kind] ?? records["contact"] ?? []).flatMap((values) =>
    asked.map((more) => ({ workspace, ...values, ...more })),
  );
}

/** A few of each kind: where there is a choice, what speaks of the person. */
async function thingsOf(
  { server }: TestServer,
  workspace: string,
  words: readonly string[],
): Promise<Things> {
  const database = await server.database.workspace(workspace as WorkspaceId);
  return database.transaction(
    async (trx) => {
      const some = async (table: string) => {
        const pattern = words.join("|");
        const { rows } = await sql<{ id: string }>`select id::text as id from ${sql.table(table)} t
          order by (t::text ~* ${pattern}) desc, id limit ${table === "events" ? 6 : 1}`.execute(
          trx,
        );
        return rows.map(({ id }) => id);
      };
      const person = await sql<{ id: string }>`select p.canonical_id::text as id from profiles p
        join event_profiles e on e.profile_id = p.id group by 1 order by count(*) desc limit 2`.execute(
        trx,
      );
      const profiles = person.rows.map(({ id }) => id);
      return {
        records: {
          contact: await some("record_contact"),
          lead: await some("record_lead"),
          deal: await some("record_deal"),
          profile: profiles,
        },
        others: {
          "agent-runs": await some("agent_runs"),
          imports: await some("imports"),
          sources: await some("sources"),
          events: await some("events"),
          people: profiles,
          accounts: await some("record_account"),
        },
      };
    },
    { readOnly: true },
  );
}
