import { AppError } from "@causeway/kernel";
import type { DealMails } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { readDealMails } from "./read-deal-mails.ts";

/**
 * Notes what somebody says of a conversation: that it belongs to the deal, or to none. Gives what the deal has then. Throws
 * `AppError("not-found")` for a conversation that is not the deal's, nor offered to it.
 */
export async function decideDealMail(
  trx: WorkspaceTransaction,
  deal: string,
  { thread, attached }: { readonly thread: string; readonly attached: boolean },
  { by, at }: { readonly by: string; readonly at: Date },
): Promise<DealMails> {
  const known = await readDealMails(trx, deal);
  if (![...known.attached, ...known.offered].some((one) => one.thread === thread)) {
    throw new AppError("not-found", {
      zh: "没有这个邮件会话",
      en: "There is no such conversation",
    });
  }
  await sql`insert into deal_mail_decisions (thread, deal_id, decided_by, decided_at)
    values (${thread}, ${attached ? deal : null}, ${by}, ${at})
    on conflict (thread) do update set deal_id = excluded.deal_id,
      decided_by = excluded.decided_by, decided_at = excluded.decided_at`.execute(trx);
  return readDealMails(trx, deal);
}
