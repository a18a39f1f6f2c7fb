import { startServer } from "../../src/index.ts";
import { shiftClock } from "./shift-clock.ts";

/**
 * The whole product in a process of its own, to be killed: `node server-program.ts FOLDER PORT`. A number sent by its
 * parent is what its clock is wrong by, in milliseconds.
 */
const [dataFolder = "", port = "0"] = process.argv.slice(2);
shiftClock();
await startServer({ dataFolder, port: Number(port), files: null });
process.stdout.write("ready\n");
