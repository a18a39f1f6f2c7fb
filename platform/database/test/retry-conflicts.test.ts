import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { retryConflicts } from "../src/index.ts";
import { createTestDatabase, type TestDatabase } from "../src/testing/index.ts";
import { notes } from "./example-modules.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase({ modules: [notes] });
});
afterAll(() => test.close());

it("retryConflicts() lets concurrent serializable transactions all count", async () => {
  const workspace = await test.workspace();
  await workspace.transaction((trx) => sql`insert into notes (body) values ('0')`.execute(trx));
  let attempts = 0;
  let release: (() => void) | undefined;
  const bothHaveRead = new Promise<void>((resolve) => {
    release = resolve;
  });
  const increment = () =>
    workspace.transaction(
      async (trx) => {
        attempts++;
        const found = await sql<{ body: string }>`select body from notes`.execute(trx);
        if (attempts === 2) release?.();
        await bothHaveRead;
        const next = String(Number(found.rows[0]?.body) + 1);
        await sql`update notes set body = ${next}`.execute(trx);
      },
      { isolation: "serializable" },
    );
  await Promise.all([retryConflicts(increment), retryConflicts(increment)]);
  const found = await workspace.transaction(
    (trx) => sql<{ body: string }>`select body from notes`.execute(trx),
    { readOnly: true },
  );
  expect(found.rows).toEqual([{ body: "2" }]);
  expect(attempts).toBe(3);
});

it("retryConflicts() does not repeat an ordinary error", async () => {
  let attempts = 0;
  const failing = retryConflicts(async () => {
    attempts++;
    throw new Error("ordinary");
  });
  await expect(failing).rejects.toThrow("ordinary");
  expect(attempts).toBe(1);
});
