import { getRecords } from "@causeway/module-records";
import type { IdentityPreview } from "@causeway/platform-contract";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { NumberRule } from "../rules/identity-rules.ts";
import { companiesBehind } from "./companies-behind.ts";
import { type NumberSource, numberSources, requireNumberSources } from "./number-sources.ts";
import { numbersOf, readNumbered } from "./settle-numbers.ts";

type Preview = IdentityPreview["numbers"][number];

/** Records that one line's preview looks at, from the first. */
const mostRecords = 100_000;
const pageSize = 2_000;
const mostSamples = 5;

/** A number that events carry, with who has it. */
interface Met {
  readonly value: string;
  readonly record: string;
  readonly accounts: Set<string>;
}

/** To how many companies the numbers of each rule would lead, whom, and who of them is not led there already; nothing is changed. */
export async function previewNumbers(
  workspace: WorkspaceDatabase,
  rules: readonly NumberRule[],
): Promise<Preview[]> {
  const previews: Preview[] = [];
  for (const rule of rules) previews.push(await previewRule(workspace, rule));
  return previews;
}

async function previewRule(workspace: WorkspaceDatabase, rule: NumberRule): Promise<Preview> {
  const read = <Result>(work: (trx: WorkspaceTransaction) => Promise<Result>) =>
    workspace.transaction(work, { readOnly: true });
  const [source] = await read(async (trx) => {
    await requireNumberSources(trx, [rule]);
    return numberSources(trx, [rule]);
  });
  if (source === undefined) throw new RangeError("A rule that is in order has a source");
  const met = new Map<string, Met>();
  let [looked, records, isWhole] = [0, 0, false];
  let after: string | null = null;
  while (!isWhole && looked < mostRecords) {
    const place: string | null = after;
    const page: Page = await read((trx) => lookAtPage(trx, source, place, met));
    after = page.last;
    looked += page.looked;
    records += page.records;
    isWhole = page.looked < pageSize;
  }
  return read(async (trx) => ({ ...rule, records, isWhole, ...(await describe(trx, rule, met)) }));
}

interface Page {
  readonly looked: number;
  readonly records: number;
  readonly last: string | null;
}

async function lookAtPage(
  trx: WorkspaceTransaction,
  source: NumberSource,
  after: string | null,
  met: Map<string, Met>,
): Promise<Page> {
  const beyond = after === null ? sql`true` : sql`r.id > ${after}::uuid`;
  const records = await readNumbered(trx, source, beyond, sql`limit ${pageSize}`);
  const rows = records.flatMap((record) => numbersOf(source, record));
  const carried = await carriedByEvents(trx, rows);
  for (const { value, account, id } of rows) {
    if (!carried.has(value)) continue;
    const known = met.get(value) ?? { value, record: id, accounts: new Set() };
    known.accounts.add(account);
    met.set(value, known);
  }
  const numbered = new Set(rows.map(({ id }) => id)).size;
  return { looked: records.length, records: numbered, last: records.at(-1)?.id ?? null };
}

/** Which of the numbers any event carried. */
async function carriedByEvents(
  trx: WorkspaceTransaction,
  rows: readonly { readonly kind: string; readonly value: string }[],
): Promise<ReadonlySet<string>> {
  const { rows: found } = await sql<{ value: string }>`
    select n.value from unnest(${rows.map(({ kind }) => kind)}::text[],
      ${rows.map(({ value }) => value)}::text[]) as n(kind, value)
    where exists (select 1 from identifiers i where i.kind = n.kind and i.value = n.value)
      or exists (select 1 from profile_companies c where c.kind = n.kind and c.value = n.value)`.execute(
    trx,
  );
  return new Set(found.map(({ value }) => value));
}

async function describe(
  trx: WorkspaceTransaction,
  { kind, object }: NumberRule,
  met: Map<string, Met>,
) {
  const sole = [...met.values()].filter(({ accounts }) => accounts.size === 1);
  const led = sole.map(({ value, record, accounts }) => ({
    value,
    record,
    account: [...accounts][0] ?? "",
  }));
  const values = led.map(({ value }) => value);
  const accounts = led.map(({ account }) => account);
  const { rows } = await sql<{ people: number; companies: number; fresh: number }>`
    with led as (
      select distinct p.canonical_id as person, n.account_id
      from unnest(${values}::text[], ${accounts}::uuid[]) as n(value, account_id)
      join lateral (
        select profile_id from identifiers i where i.kind = ${kind} and i.value = n.value and not i.shared
        union select profile_id from profile_companies c where c.kind = ${kind} and c.value = n.value) c on true
      join profiles p on p.id = c.profile_id)
    select count(distinct person) as people, count(distinct account_id) as companies,
      count(*) filter (where not exists (
        select 1 from profiles q
        cross join lateral (${companiesBehind({ profile: sql`q.id`, account: sql`led.account_id` })}) c
        where q.canonical_id = led.person) and not exists (
        select 1 from profiles q join identifiers i on i.profile_id = q.id and not i.shared
        join record_identifiers r using (kind, value) join record_people m using (object, record_id)
        where q.canonical_id = led.person and m.account_id = led.account_id)) as fresh
    from led`.execute(trx);
  const { people = 0, companies = 0, fresh = 0 } = rows[0] ?? {};
  const shown = led.slice(0, mostSamples);
  const titles = new Map<string, string>();
  for (const one of [
    { object: "account", ids: shown.map(({ account }) => account) },
    { object, ids: shown.map(({ record }) => record) },
  ]) {
    for (const { id, title } of await getRecords(trx, one)) titles.set(id, title);
  }
  return {
    numbers: sole.length,
    ambiguous: met.size - sole.length,
    ...{ people, companies, fresh },
    samples: shown.map(({ value, record, account }) => ({
      value,
      account: titles.get(account) ?? "",
      record: titles.get(record) ?? "",
    })),
  };
}
