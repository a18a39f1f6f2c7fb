import {
  assertIsolated,
  assertSharedTablesNamed,
  createTestDatabase,
  type TestDatabase,
} from "@causeway/platform-database/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { allMigrations } from "../src/index.ts";

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase({ modules: allMigrations });
});
afterAll(() => test.close());

it("every table of the product is a workspace's own or named as shared, and no role reaches another's", async () => {
  await assertSharedTablesNamed(test);
  expect(await assertIsolated(test)).toBeGreaterThan(50);
});
