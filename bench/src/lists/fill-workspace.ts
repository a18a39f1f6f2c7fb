import { newId, type Random, seededRandom } from "@causeway/kernel";
import {
  type Actor,
  addFields,
  createRecords,
  type NewRecord,
  readSchema,
  updateRecord,
} from "@causeway/module-records";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { sql } from "kysely";
import { contactFields } from "./custom-fields.ts";
import { type Drawn, drawAccount, drawContact, drawDeal } from "./draw-records.ts";
import { pick } from "./names.ts";

const actor: Actor = { kind: "system", id: "bench" };
const chunk = 2000;
const atOnce = 3;

/** Fills a workspace through the product's use cases up to so many contacts, a fifth as many accounts and deals; goes on where it was left. */
export async function fillWorkspace(
  workspace: WorkspaceDatabase,
  contacts: number,
  say: (line: string) => void,
): Promise<void> {
  const { objects } = await workspace.transaction(readSchema);
  const contact = objects.find(({ name }) => name === "contact");
  if (!contact?.fields.some(({ name }) => name === "level")) {
    await addFields(workspace, "contact", contactFields, { actor });
  }
  const accounts = await existingIds(workspace, "account");
  // Every run draws differently, so that an interrupted one can go on.
  const random = seededRandom(accounts.length + (await countOf(workspace, "contact")));
  const drawn: Drawn = { accounts, owners: await ownersOf(workspace) };
  const side = Math.ceil(contacts / 5);
  await fill(workspace, "account", side, say, () => drawAccount(random, drawn));
  await fill(workspace, "contact", contacts, say, (n) => drawContact(random, n, drawn));
  await fill(workspace, "deal", side, say, (n) => drawDeal(random, n, drawn));
  await addHistory(workspace, random, Math.ceil(contacts / 5000));
  // What PostgreSQL does by itself within minutes of such an import.
  for (const table of ["record_account", "record_contact", "record_deal", "search_entries"]) {
    await workspace.alterOutsideTransaction(sql`vacuum (analyze) ${sql.table(table)}`);
  }
}

async function fill(
  workspace: WorkspaceDatabase,
  object: string,
  wanted: number,
  say: (line: string) => void,
  draw: (number: number) => NewRecord,
): Promise<void> {
  let next = await countOf(workspace, object);
  if (next >= wanted) return;
  const startedAt = performance.now();
  const first = next;
  const work = async () => {
    while (next < wanted) {
      const from = next;
      next = Math.min(wanted, from + chunk);
      const records = Array.from({ length: next - from }, (_, index) => draw(from + index));
      await workspace.transaction((trx) => createRecords(trx, { object, actor, records }));
      if (from % 100_000 < chunk) {
        const seconds = (performance.now() - startedAt) / 1000;
        say(`${object}: ${next} (${Math.round((next - first) / seconds)} a second)`);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

/** Some contacts have been changed many times: the history of a page must not depend on the others. */
async function addHistory(workspace: WorkspaceDatabase, random: Random, records: number) {
  const ids = await existingIds(workspace, "contact", records);
  const done = await workspace.transaction((trx) =>
    sql<{ n: number }>`select count(*) as n from (
      select 1 from record_changes where kind = 'update' limit 1) t`.execute(trx),
  );
  if ((done.rows[0]?.n ?? 0) > 0) return;
  for (const id of ids) {
    await workspace.transaction(async (trx) => {
      for (let change = 0; change < 10; change++) {
        const values = {
          score: Math.round(random() * 1000),
          title: pick(random, ["经理", "总监"]),
        };
        await updateRecord(trx, { object: "contact", id, values, actor });
      }
    });
  }
}

async function countOf(workspace: WorkspaceDatabase, object: string): Promise<number> {
  const { rows } = await workspace.transaction((trx) =>
    sql<{ n: number }>`select count(*) as n from ${sql.table(`record_${object}`)}`.execute(trx),
  );
  return rows[0]?.n ?? 0;
}

async function existingIds(
  workspace: WorkspaceDatabase,
  object: string,
  limit = 10_000_000,
): Promise<string[]> {
  const { rows } = await workspace.transaction((trx) =>
    sql<{ id: string }>`select id from ${sql.table(`record_${object}`)} limit ${limit}`.execute(
      trx,
    ),
  );
  return rows.map(({ id }) => id);
}

/** The owners of before, or forty new ones. */
async function ownersOf(workspace: WorkspaceDatabase): Promise<readonly string[]> {
  const { rows } = await workspace.transaction((trx) =>
    sql<{ id: string }>`select distinct owner_id as id from (
      select owner_id from record_account limit 10000) t where owner_id is not null`.execute(trx),
  );
  return rows.length > 0 ? rows.map(({ id }) => id) : Array.from({ length: 40 }, () => newId());
}
