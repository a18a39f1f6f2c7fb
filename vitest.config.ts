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
    ],
  },
});
