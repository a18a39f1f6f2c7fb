import pg from "pg";
import { expect, it } from "vitest";
import { unreachable } from "./unreachable.ts";

const place = { user: "causeway", host: "db.internal", port: 5432, database: "crm" };

/** What connecting to a place of nothing really throws. */
async function failure(config: pg.ClientConfig): Promise<unknown> {
  const client = new pg.Client({ connectionTimeoutMillis: 5000, ...config });
  return client.connect().then(
    () => undefined,
    (error: unknown) => error,
  );
}

it("unreachable() says in both languages what to look at", async () => {
  const refused = unreachable(place, await failure({ host: "127.0.0.1", port: 9 }));
  expect(refused.message).toBe(
    'Cannot reach the PostgreSQL database "crm" at db.internal:5432 as "causeway": connect ECONNREFUSED 127.0.0.1:9. Does the server run, and are host and port in DATABASE_URL right?',
  );
  expect(refused.label?.zh).toContain("请检查数据库是否在运行");
  const missing = Object.assign(new Error('database "crn" does not exist'), { code: "3D000" });
  expect(unreachable(place, missing).message).toMatch(
    /does not exist\. Check the database in DATABASE_URL, or make it first \(CREATE DATABASE\)\.$/,
  );
  expect(unreachable(place, new Error("timeout expired")).message).toMatch(/the firewall\.$/);
  expect(unreachable(place, new Error("odd")).label?.zh).toMatch(/odd。请检查 DATABASE_URL。$/);
});
