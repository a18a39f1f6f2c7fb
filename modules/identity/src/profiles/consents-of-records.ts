import {
  type ConsentPurpose,
  type ConsentStatement,
  type ConsentVerdict,
  canBeRefused,
  judgeConsent,
  readConsentRules,
  readConsents,
} from "@causeway/platform-audit";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { isRoleMailbox } from "../rules/is-role-mailbox.ts";
import { tellsWho } from "./tells-who.ts";

interface OfRecord {
  readonly record: string;
  readonly kind: string;
  readonly value: string;
}

/**
 * What holds for the people of many contacts or leads at once, by the identifiers of the records, of the profiles they
 * belong to, and of other records of the same people. What was said for a mailbox of a role holds for every record that
 * names it, and leads no further. Records of which nothing is said keep to the rule of the purpose.
 */
export async function consentsOfRecords(
  trx: WorkspaceTransaction,
  object: string,
  ids: readonly string[],
  purpose: ConsentPurpose,
): Promise<ReadonlyMap<string, ConsentVerdict>> {
  if (!(await canBeRefused(trx, purpose))) return new Map(ids.map((id) => [id, { allowed: true }]));
  const { rows } = await sql<OfRecord>`
    with own as (
      select record_id as record, kind, value, ${isRoleMailbox("r")} as shared from record_identifiers r
      where ${tellsWho("r")} and object = ${object} and record_id = any(${ids}::uuid[])
    ), met as (
      select record, kind, value, shared from own
      union select o.record, i.kind, i.value, false from own o
        join identifiers held using (kind, value) join profiles self on self.id = held.profile_id
        join profiles p on p.canonical_id = self.canonical_id join identifiers i on i.profile_id = p.id
        where ${tellsWho("i")}
    )
    select record::text as record, kind, value from met
    union select m.record::text, r.kind, r.value from met m
      join record_identifiers same using (kind, value)
      join record_identifiers r on r.object = same.object and r.record_id = same.record_id
      where not m.shared and same.object in ('contact', 'lead')`.execute(trx);
  const said = new Map<string, ConsentStatement[]>();
  for (const statement of await readConsents(trx, distinct(rows))) {
    const key = keyOf(statement.identifier);
    said.set(key, [...(said.get(key) ?? []), statement]);
  }
  const needs = (await readConsentRules(trx)).get(purpose) ?? false;
  const own = new Map<string, ConsentStatement[]>();
  for (const row of rows) {
    const statements = said.get(keyOf(row));
    if (statements) own.set(row.record, [...(own.get(row.record) ?? []), ...statements]);
  }
  return new Map(ids.map((id) => [id, judgeConsent(own.get(id) ?? [], purpose, needs)]));
}

function keyOf({ kind, value }: Pick<OfRecord, "kind" | "value">): string {
  return `${kind} ${value}`;
}

function distinct(rows: readonly OfRecord[]): readonly OfRecord[] {
  return [...new Map(rows.map((row) => [keyOf(row), row])).values()];
}
