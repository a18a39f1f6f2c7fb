import { testServerVariable } from "./test-run.ts";
import { startTestServer } from "./test-server.ts";

/** For vitest's `globalSetup`: one throwaway embedded server for the run; workers find it in their environment. */
export async function setup(): Promise<() => Promise<void>> {
  const server = await startTestServer();
  process.env[testServerVariable] = server.url;
  return () => server.stop();
}
