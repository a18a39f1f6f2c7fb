import { systemClock } from "@causeway/kernel";
import { openDatabase } from "@causeway/platform-database";
import { buildHttpServer } from "@causeway/platform-http";
import {
  createEventWriter,
  createSource,
  createSourceDirectory,
  ingestionRoutes,
  sourceAuthenticator,
  startProjectionRunner,
  touchpointsMigrations,
} from "../src/index.ts";
import { seenMigrations, seenProjection } from "./seen-projection.ts";

/** A server of its own process, to be killed: `node crash-server.ts FOLDER PORT`. Prints a write key the first time. */
const [dataFolder = "", port = "0"] = process.argv.slice(2);
const database = await openDatabase({
  dataFolder,
  modules: [touchpointsMigrations, seenMigrations],
});
const directory = await createSourceDirectory(database);
const writer = createEventWriter({ clock: systemClock });
const { app } = await buildHttpServer({
  routes: ingestionRoutes({ writer, clock: systemClock }),
  authenticator: { identify: async () => null, roleIn: async () => null },
  sourceAuthenticator: sourceAuthenticator(directory),
  workspace: database.workspace,
  info: { title: "Crash", version: "0", description: "" },
});
await startProjectionRunner({ database, projections: [seenProjection], onError: () => undefined });
const known = await database.workspaces();
if (known.length === 0) {
  const made = await database.createWorkspace({ name: "Crash", locale: "en" });
  const { writeKey } = await createSource(await database.workspace(made.id), { name: "Crash" });
  process.stdout.write(`key ${writeKey}\n`);
}
await app.listen({ port: Number(port), host: "127.0.0.1" });
process.stdout.write("ready\n");
