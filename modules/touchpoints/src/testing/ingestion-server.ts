import { systemClock } from "@causeway/kernel";
import type { CreatedSource, NewSource } from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { createTestDatabase, type TestDatabase } from "@causeway/platform-database/testing";
import { type Authenticator, buildHttpServer, type HttpServer } from "@causeway/platform-http";
import { sql } from "kysely";
import {
  createEventWriter,
  createPlanDirectory,
  createSource,
  createSourceDirectory,
  type EventWriter,
  ingestionRoutes,
  sourceAuthenticator,
  sourceRoutes,
  touchpointsMigrations,
  webhookRoutes,
} from "../index.ts";

const nobody: Authenticator = { identify: async () => null, roleIn: async () => null };

/** A real HTTP server on a free port with a database of its own. */
export interface IngestionServer {
  readonly test: TestDatabase;
  readonly url: string;
  readonly writer: EventWriter;
  /** Bodies in memory. */
  readonly intake: HttpServer["intake"];
  newSource(input?: Partial<NewSource>): Promise<{
    readonly workspace: WorkspaceDatabase;
    readonly source: CreatedSource;
  }>;
  post(path: string, body: unknown, key?: string): Promise<Response>;
  close(): Promise<void>;
}

export interface IngestionServerOptions {
  readonly wrap?: (writer: EventWriter) => EventWriter;
  /** Bounds of what may be in memory; see `createEventWriter` and `buildHttpServer`. */
  readonly maxQueuedEvents?: number;
  readonly maxQueuedBytes?: number;
  readonly maxBodyBytes?: number;
  /** Events pass the tracking plan. */
  readonly plans?: boolean;
}

export async function startIngestionServer(
  options: IngestionServerOptions = {},
): Promise<IngestionServer> {
  const { wrap = (writer) => writer, maxBodyBytes, plans: hasPlans, ...bounds } = options;
  const test = await createTestDatabase({ modules: [touchpointsMigrations] });
  const { secrets } = test.database;
  const writer = wrap(createEventWriter({ clock: systemClock, ...bounds }));
  const plans = hasPlans ? await createPlanDirectory(test.database) : undefined;
  const directory = await createSourceDirectory(test.database);
  const { app, intake } = await buildHttpServer({
    routes: [
      ...ingestionRoutes({ writer, clock: systemClock, ...(plans && { plans }) }),
      ...sourceRoutes(secrets),
      ...webhookRoutes({ secrets, clock: systemClock, wake: async () => undefined }),
    ],
    authenticator: nobody,
    sourceAuthenticator: sourceAuthenticator(directory),
    workspace: test.database.workspace,
    info: { title: "Test", version: "0", description: "Test" },
    ...(maxBodyBytes !== undefined && { maxBodyBytes }),
  });
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  return {
    test,
    url,
    writer,
    intake,
    async newSource(input = {}) {
      const workspace = await test.workspace();
      return {
        workspace,
        source: await createSource(workspace, { name: "Site", ...input }, secrets),
      };
    },
    post: (path, body, key) =>
      fetch(`${url}${path}`, {
        method: "POST",
        body: typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body),
        headers: key === undefined ? {} : { authorization: `Basic ${btoa(`${key}:`)}` },
      }),
    async close() {
      await app.close();
      await directory.close();
      await plans?.close();
      await test.close();
    },
  };
}

export interface LoggedEvent {
  readonly message_id: string;
  readonly type: string;
  readonly name: string | null;
  readonly user_id: string | null;
  readonly anonymous_id: string | null;
  readonly payload: Record<string, unknown>;
}

/** The whole log of a workspace, in order. */
export async function readLog(workspace: WorkspaceDatabase): Promise<readonly LoggedEvent[]> {
  const { rows } = await workspace.transaction((trx) =>
    sql<LoggedEvent>`select message_id, type, name, user_id, anonymous_id, payload
      from events order by id`.execute(trx),
  );
  return rows;
}
