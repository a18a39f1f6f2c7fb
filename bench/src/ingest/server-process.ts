import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { allMigrations, joinModules, startServer } from "@causeway/app-server";
import { createSource } from "@causeway/module-touchpoints";
import { openDatabase } from "@causeway/platform-database";
import { buildHttpServer } from "@causeway/platform-http";
import { pino } from "pino";

/** What is measured: the door alone, or the whole product with its projections and jobs at work beside it. */
export type ServerKind = "door" | "product";

/** What the server says when it listens. */
export interface ServerReady {
  readonly url: string;
  readonly writeKey: string;
  readonly source: string;
  /** Of the workspace that the requests reach, and of an empty one with the same tables for the peer. */
  readonly schema: string;
  readonly peerSchema: string;
  readonly peerKey: string;
}

interface Opened {
  readonly url: string;
  readonly database: Awaited<ReturnType<typeof openDatabase>>;
  close(): Promise<void>;
}

const secret = "of a database that lives for one measurement";
const info = { title: "Causeway", version: "0", description: "Measured" };

async function openDoor(databaseUrl: string): Promise<Opened> {
  const log = pino({ level: "silent" });
  const database = await openDatabase({
    url: databaseUrl,
    dataFolder: "",
    modules: allMigrations,
    secret,
  });
  const product = await joinModules({ database, publicUrl: "http://localhost", log, works: false });
  const { app } = await buildHttpServer({
    routes: product.routes,
    authenticator: product.access.authenticator,
    sourceAuthenticator: product.sourceAuthenticator,
    workspace: database.workspaceAtHand,
    info,
    log,
  });
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  return {
    url,
    database,
    async close() {
      await app.close();
      await product.close();
      await database.close();
    },
  };
}

async function openProduct(databaseUrl: string): Promise<Opened> {
  const dataFolder = mkdtempSync(join(tmpdir(), "causeway-bench-"));
  const server = await startServer({ dataFolder, databaseUrl, secret, port: 0, files: null });
  return {
    url: server.url,
    database: server.database,
    async close() {
      await server.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

const [kind, databaseUrl = ""] = process.argv.slice(2);
const opened = await (kind === "door" ? openDoor : openProduct)(databaseUrl);
const [first, second] = [
  await opened.database.createWorkspace({ name: "Measured", locale: "zh" }),
  await opened.database.createWorkspace({ name: "Peer", locale: "zh" }),
];
const workspace = await opened.database.workspace(first.id);
const { writeKey, id } = await createSource(workspace, { name: "Site", kind: "web" });
const peer = await opened.database.workspace(second.id);
const { writeKey: peerKey } = await createSource(peer, { name: "Site", kind: "web" });
const ready: ServerReady = {
  url: opened.url,
  writeKey,
  source: id,
  schema: workspace.schema,
  peerSchema: peer.schema,
  peerKey,
};
process.on("message", () => {
  process.send?.({ cpu: process.cpuUsage(), memory: process.memoryUsage.rss() });
});
process.once("disconnect", () => void opened.close().then(() => process.exit(0)));
process.send?.(ready);
