import { parseArgs } from "node:util";
import { openMillion } from "../lists/open-million.ts";
import { fillLog } from "./fill-log.ts";

// Runs in a checkout of an older version: serves a folder with so many contacts and events, and says where.

const { values } = parseArgs({
  options: { data: { type: "string" }, contacts: { type: "string" }, events: { type: "string" } },
});
const { server, workspace, key } = await openMillion(values.data ?? "", {
  contacts: Number(values.contacts),
  pages: false,
  say: (line) => console.error(line),
});
await fillLog(workspace, Number(values.events));
process.stdout.write(`${JSON.stringify({ url: server.url, key, workspace: workspace.id })}\n`);
process.once("SIGTERM", () => void server.close().then(() => process.exit(0)));
