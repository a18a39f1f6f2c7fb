import { AppError } from "@causeway/kernel";
import { type AuditActor, recordAudit } from "@causeway/platform-audit";
import type { DuplicateState } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { announceDuplicates } from "./look-for-duplicates.ts";

/**
 * What somebody says of a pair: `apart`, and it is never proposed again, or `open` to take that back. Throws
 * `AppError("not-found")` where the pair is proposed no more, or was answered so already.
 */
export async function answerDuplicate(
  trx: WorkspaceTransaction,
  { id, verdict }: { readonly id: string; readonly verdict: DuplicateState },
  actor: AuditActor,
  now: Date,
): Promise<void> {
  const isApart = verdict === "apart";
  const { rows } = await sql<{ readonly left: string; readonly right: string }>`
    update company_duplicates d set state = ${verdict}, decided_at = ${isApart ? now : null},
      decided_by = ${isApart ? actor.id : null}
    from company_duplicates own where own.id = ${id}::uuid and own.state <> ${verdict}
      and d.left_id = own.left_id and d.right_id = own.right_id
    returning d.left_id as left, d.right_id as right`.execute(trx);
  const [pair] = rows;
  if (pair === undefined)
    throw new AppError("not-found", {
      zh: "这一对已不在列表中",
      en: "This pair is no longer among these",
    });
  const action = isApart ? "duplicates.told-apart" : "duplicates.taken-back";
  await recordAudit(trx, { actor, action, subject: pair.left, details: { other: pair.right } });
  await announceDuplicates(trx);
}
