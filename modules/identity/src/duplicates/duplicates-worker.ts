import { parentPort, workerData } from "node:worker_threads";
import { type DuplicatesWork, findDuplicates } from "./find-duplicates.ts";

const port = parentPort;
if (port !== null) port.postMessage(findDuplicates(workerData as DuplicatesWork));
