import { AppError, issueAt } from "@causeway/kernel";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { mailboxKind } from "../identifiers/identifier.ts";
import { normalizeEmail } from "../identifiers/normalize.ts";
import { ruleBook } from "../rules/identity-rules.ts";
import { readRules } from "../rules/rule-store.ts";

interface ListedException {
  readonly id: string;
  readonly address: string;
  readonly note: string;
  /** Id of whoever said so. */
  readonly actor: string;
  readonly decidedAt: Date;
}

/** Exceptions in force, the newest first. */
export async function listExceptions(
  trx: WorkspaceTransaction,
): Promise<readonly ListedException[]> {
  const { rows } = await sql<ListedException>`
    select id, address, note, actor_id as actor, decided_at as "decidedAt" from mailbox_exceptions
    where withdrawn_at is null order by decided_at desc, id desc`.execute(trx);
  return rows;
}

/** Mailboxes offered for an exception at most. */
const mostSeen = 50;

/** Mailboxes of roles that events came from, the one seen last first. */
export async function seenMailboxes(trx: WorkspaceTransaction): Promise<readonly string[]> {
  const { rows } = await sql<{ value: string }>`select value from identifiers
    where kind = ${mailboxKind} order by last_seen desc, value limit ${mostSeen}`.execute(trx);
  return rows.map(({ value }) => value);
}

/** The address that a text names. Throws `AppError("bad-input")` unless the list takes it for a mailbox of a role. */
export async function requireMailbox(trx: WorkspaceTransaction, text: string): Promise<string> {
  const address = normalizeEmail(text);
  const { rules } = await readRules(trx);
  if (address !== null && ruleBook(rules).isRoleMailbox(address)) return address;
  const issue =
    address === null
      ? { zh: "不是一个邮箱地址", en: "is no address of mail" }
      : {
          zh: "名单没有把它当作公共邮箱，它本来就可以指认一个人",
          en: "is not a shared mailbox by the list: it may name a person as it is",
        };
  throw new AppError(
    "bad-input",
    { zh: "请填写名单中的一个公共邮箱", en: "An exception is of an address that the list covers" },
    { issues: [issueAt("body.address", issue)] },
  );
}
