import { startServer } from "../src/index.ts";

/** The whole product in a process of its own, to be killed: `node killable-server.ts FOLDER PORT`. */
const [dataFolder = "", port = "0"] = process.argv.slice(2);
await startServer({ dataFolder, port: Number(port), files: null });
process.stdout.write("ready\n");
