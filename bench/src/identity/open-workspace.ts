import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { allMigrations } from "@causeway/app-server";
import { openDatabase, type WorkspaceDatabase } from "@causeway/platform-database";

/** A database of its own with one empty workspace; `close` leaves nothing behind. */
export async function openWorkspace(): Promise<{
  readonly workspace: WorkspaceDatabase;
  close(): Promise<void>;
}> {
  const folder = mkdtempSync(join(tmpdir(), "causeway-identity-"));
  // Under root the server has an account of its own, which must come in.
  chmodSync(folder, 0o755);
  const database = await openDatabase({
    dataFolder: folder,
    modules: allMigrations,
    use: "server",
  });
  const { id } = await database.createWorkspace({ name: "Measured", locale: "zh" });
  return {
    workspace: await database.workspace(id),
    async close() {
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
