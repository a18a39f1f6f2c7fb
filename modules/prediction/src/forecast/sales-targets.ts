import type { SalesTarget } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { announceScores } from "../announce.ts";
import type { ForecastTables } from "./forecast-tables.ts";

/** Sets what a team is to sell in a month, or takes the target back. */
export async function setSalesTarget(
  trx: WorkspaceTransaction,
  { team, month, amount }: SalesTarget,
  by: { readonly userId: string; readonly now: Date },
): Promise<void> {
  const tables = trx.$extendTables<ForecastTables>();
  if (amount === null) {
    await tables
      .deleteFrom("sales_targets")
      .where("team", "=", team)
      .where("month", "=", month)
      .execute();
  } else {
    const set = { amount, set_by: by.userId, set_at: by.now };
    await tables
      .insertInto("sales_targets")
      .values({ team, month, ...set })
      .onConflict((conflict) => conflict.columns(["team", "month"]).doUpdateSet(set))
      .execute();
  }
  await announceScores(trx);
}
