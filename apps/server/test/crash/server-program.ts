import type { WorkspaceId } from "@causeway/kernel";
import { requestRebuild } from "@causeway/module-touchpoints";
import { startServer } from "../../src/index.ts";
import { shiftClock } from "./shift-clock.ts";

/**
 * The whole product in a process of its own, to be killed: `node server-program.ts FOLDER PORT`. A number sent by its
 * parent is what its clock is wrong by, in milliseconds; a text is a workspace whose log is to be replayed.
 */
const [dataFolder = "", port = "0"] = process.argv.slice(2);
shiftClock();
const { database } = await startServer({ dataFolder, port: Number(port), files: null });
process.on("message", (message) => {
  if (typeof message === "string") void replay(message);
});
process.channel?.unref();
process.stdout.write("ready\n");

/** Fails where PostgreSQL is away: it is asked for more than once. */
async function replay(id: string): Promise<void> {
  try {
    const workspace = await database.workspace(id as WorkspaceId);
    await workspace.transaction((trx) => requestRebuild(trx, "identity"));
    process.stdout.write("replays\n");
  } catch {}
}
