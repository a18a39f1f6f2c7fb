import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: [
            "{kernel,tools}/src/**/*.test.ts",
            "{engines,platform,modules,apps}/*/src/**/*.test.{ts,tsx}",
          ],
        },
      },
      {
        test: {
          name: "database",
          include: ["{engines,platform,modules,apps}/*/test/**/*.test.ts"],
          exclude: ["**/test/browser/**"],
          globalSetup: ["platform/database/src/testing/global-setup.ts"],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
