import { where } from "@causeway/engine-conditions";
import type { Role } from "@causeway/platform-contract";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { objectNamed } from "@causeway/platform-schema";
import { sql } from "kysely";
import {
  type Actor,
  type BoardInput,
  createRecords,
  type KeptIndexes,
  keepIndexes,
  type RecordBoard,
  readBoard,
  readSchema,
} from "../src/index.ts";
import { boardTotals } from "../src/indexes/wanted-indexes.ts";
import { wishIndexes } from "../src/indexes/wish-indexes.ts";

export const actor: Actor = { kind: "user", id: "user-1" };
export const stages = ["discovery", "solution", "negotiation", "won"];

/** What all deals have in common that are there. */
const everyDeal = where("name", "isNotEmpty");

/** A workspace with so many deals of one company, and their ids. */
export async function withDeals(workspace: WorkspaceDatabase, count: number) {
  return workspace.transaction(async (trx) => {
    const accounts = [{ values: { name: "启衡" } }];
    const [account] = await createRecords(trx, { object: "account", actor, records: accounts });
    const records = Array.from({ length: count }, (_, index) => ({
      values: {
        name: `Deal ${index}`,
        account: account?.id,
        stage: stages[index % stages.length],
        amount: index % 5 === 0 ? null : index + 0.25,
      },
    }));
    const deals = await createRecords(trx, { object: "deal", actor, records });
    return { account: account?.id ?? "", ids: deals.map(({ id }) => id) };
  });
}

/** Has the totals of boards of deals kept, as a board does that was slow again and again. */
export async function keepDealTotals(
  workspace: WorkspaceDatabase,
  ...totalFields: readonly (string | undefined)[]
): Promise<KeptIndexes> {
  await workspace.transaction(async (trx) => {
    const schema = await readSchema(trx);
    const wanted = totalFields.flatMap((each) => boardTotals(objectNamed(schema, "deal"), each));
    await wishIndexes(trx, schema, wanted, "use", 0);
  });
  return keepIndexes(workspace, { now: new Date() });
}

/** A board of deals, as it is kept and as it is counted by way of a filter that leaves nothing out; both in one snapshot. */
export function readBothWays(
  workspace: WorkspaceDatabase,
  totalField: string | undefined,
): Promise<{ readonly kept: unknown; readonly counted: unknown }> {
  const input = { object: "deal", limit: 1, ...(totalField !== undefined && { totalField }) };
  return workspace.transaction(
    async (trx) => ({
      kept: withoutCards(await readBoard(trx, input)),
      counted: withoutCards(await readBoard(trx, { ...input, filter: everyDeal })),
    }),
    { readOnly: true, isolation: "repeatable read" },
  );
}

const withoutCards = ({ columns }: RecordBoard) =>
  columns.map(({ value, count, total, records }) => ({
    value,
    count,
    total,
    cards: records.length,
  }));

/** Whether a board shows a difference that nobody but its totals knows of. */
export async function isReadAsKept(
  workspace: WorkspaceDatabase,
  input: Partial<BoardInput> & { readonly viewer?: Role | undefined } = {},
): Promise<boolean> {
  const undo = new Error("undo");
  let isKept = false;
  const look = async (trx: WorkspaceTransaction) => {
    await sql`insert into board_totals (totals, value, records, total)
      select name, 'won', 100000, 0 from list_indexes where kind = 'totals'`.execute(trx);
    const { columns } = await readBoard(trx, { object: "deal", limit: 1, ...input });
    isKept = (columns.find(({ value }) => value === "won")?.count ?? 0) >= 100_000;
    throw undo;
  };
  await workspace.transaction(look).catch((error: unknown) => {
    if (error !== undo) throw error;
  });
  return isKept;
}
