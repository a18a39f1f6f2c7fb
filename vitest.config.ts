import { defineConfig } from "vitest/config";
import { findSecondServer } from "./platform/database/src/testing/second-server.ts";

const database = {
  include: ["{engines,platform,modules,apps}/*/test/**/*.test.ts"],
  exclude: ["**/test/browser/**"],
  testTimeout: 180_000,
  hookTimeout: 180_000,
};

const testing = "./platform/database/src/testing";

export default defineConfig({
  test: {
    // Many suites wait for servers and browsers of their own: two at a time keep both cores of a small machine busy.
    maxWorkers: 2,
    // Shared build machines stall for seconds; what fails twice in a row fails.
    retry: process.env["CI"] ? 1 : 0,
    expect: { poll: { timeout: 60_000, interval: 50 } },
    projects: [
      {
        test: {
          name: "unit",
          testTimeout: 120_000,
          include: [
            "{kernel,tools}/src/**/*.test.ts",
            "{engines,platform,modules,apps}/*/src/**/*.test.{ts,tsx}",
          ],
        },
      },
      {
        test: {
          ...database,
          name: "database",
          globalSetup: [`${testing}/global-setup.ts`],
        },
      },
      // The same suites on an older server, so that nothing newer than PostgreSQL 15 slips in.
      ...(findSecondServer()
        ? [
            {
              test: {
                ...database,
                name: "database-second",
                // What starts the embedded server is the same whichever server the other suites run on.
                // Suites on data files need no server at all; walks over the whole API are long, and once is enough; what
                // clients send and browsers do meets the same SQL as the suites of ingestion.
                exclude: [
                  ...database.exclude,
                  "platform/database/test/embedded.test.ts",
                  "apps/cli/test/{backup-commands,commands,demo-command}.test.ts",
                  "modules/touchpoints/test/crash.test.ts",
                  "apps/server/test/kill.test.ts",
                  "engines/{causal,learning}/test/**",
                  "apps/server/test/{bad-files,bad-input,demo-routes,isolation-walk,route-table}.test.ts",
                  "apps/tracker/test/**",
                  "modules/touchpoints/test/{browser-client,server-clients}.test.ts",
                ],
                env: { CAUSEWAY_TEST_SERVER: "second" },
                globalSetup: [`${testing}/global-setup-second.ts`],
              },
            },
          ]
        : []),
      {
        test: {
          name: "browser",
          include: ["apps/*/test/browser/**/*.test.ts"],
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
