import type { MatchingRules } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";

type KnownField = MatchingRules["fields"][number];

/** How fields of these names are compared unless a person says otherwise. */
const kinds: Readonly<Record<string, KnownField["kind"]>> = {
  ip: "category",
  mac: "category",
  user_agent: "category",
  device_model: "category",
  city: "category",
  email: "email",
  phone: "phone",
  phone_line: "phone",
  name: "full-name",
  firstName: "name",
  lastName: "name",
  company: "company",
  company_name: "company",
  company_domain: "category",
  company_phone: "phone",
  address: "address",
  birthday: "date",
};

/** What people can be compared by here: fields that some have, the frequent ones first. */
export async function knownFields(trx: WorkspaceTransaction): Promise<KnownField[]> {
  const { rows } = await sql<{ field: string; people: number }>`
    select field, count(distinct profile_id) as people from (
      select field, profile_id from profile_evidence
      union all select name, profile_id from profile_traits where name not in ('email', 'phone')
      union all select kind, profile_id from identifiers where kind <> 'anonymous_id'
      union all select kind, profile_id from profile_companies where kind not like 'external:%') f
    where field ~ '^[A-Za-z][A-Za-z0-9_:.-]{0,79}$'
    group by field order by people desc, field limit 100`.execute(trx);
  return rows.map(({ field, people }) => ({ field, people, kind: kinds[field] ?? "text" }));
}
