import { parentPort, workerData } from "node:worker_threads";
import { type ForecastWork, workForecast } from "./work-forecast.ts";

const port = parentPort;
if (port !== null) port.postMessage(workForecast(workerData as ForecastWork));
