import type { UserId } from "@causeway/kernel";
import { addMember, createApiKey } from "@causeway/platform-access";
import { openDatabase, type WorkspaceDatabase } from "@causeway/platform-database";
import { allMigrations, joinModules } from "../../src/index.ts";

const quiet = { error: () => undefined, warn: () => undefined };

/** Founds a workspace in a data folder, with an owner and a key to its API, and fills it before any server runs. */
export async function inNewWorkspace<Result>(
  dataFolder: string,
  fill: (workspace: WorkspaceDatabase, apiKey: string) => Promise<Result>,
): Promise<Result> {
  const database = await openDatabase({ dataFolder, modules: allMigrations });
  const product = await joinModules({
    database,
    publicUrl: "http://localhost",
    log: quiet,
    works: false,
  });
  await product.jobs.start();
  try {
    const { id } = await database.createWorkspace({ name: "Kill", locale: "en" });
    const owner = await product.access.people.create({
      name: "Owner",
      email: "owner@causeway.test",
      password: "correct horse battery",
    });
    await addMember(database, id, owner.id, "owner");
    const { key } = await createApiKey(database, {
      workspace: id,
      name: "Test",
      role: "admin",
      by: { id: owner.id as UserId, role: "owner" },
    });
    return await fill(await database.workspace(id), key);
  } finally {
    await product.jobs.stop();
    await product.close();
    await database.close();
  }
}
