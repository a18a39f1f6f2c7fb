export { findChromium } from "./find-chromium.ts";
export {
  type IngestionServer,
  type LoggedEvent,
  readLog,
  startIngestionServer,
} from "./ingestion-server.ts";
