import { announceTestRun } from "./test-run.ts";
import { startTestServer } from "./test-server.ts";

/** For vitest's `globalSetup`: one throwaway embedded server for the run. */
export async function setup(): Promise<() => Promise<void>> {
  const server = await startTestServer();
  announceTestRun("embedded", server.url);
  return () => server.stop();
}
