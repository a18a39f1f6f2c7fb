import { readSchema } from "@causeway/module-records";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { fieldNamed, objectNamed } from "@causeway/platform-schema";
import { sql } from "kysely";
import { codesOfNames, type Party, partyKey, partyName } from "./party.ts";

/** A holding with where it is known from. */
export interface KnownHolding {
  readonly holder: string;
  readonly company: string;
  readonly share: number;
  readonly statedBy: "register" | "branch" | "account";
  readonly knownAt: Date;
}

export interface KnownParty extends Party {
  readonly shown: string;
  readonly accountId: string | null;
}

/** Everything that is known now of who holds whom. */
export interface Ownership {
  readonly parties: ReadonlyMap<string, KnownParty>;
  readonly holdings: readonly KnownHolding[];
  /** Facts of registers. */
  readonly facts: number;
}

interface FactRow {
  readonly company_name: string | null;
  readonly credit_code: string | null;
  readonly holder: Party;
  readonly relation: "shares" | "branch";
  readonly share: number;
  readonly known_at: Date;
}

interface AccountRow {
  readonly id: string;
  readonly name: string | null;
  readonly credit_code: string | null;
  readonly parent: string | null;
  readonly updated_at: Date;
}

/**
 * The latest version of every fact of a register, and the parents that accounts state. A company whose parent is stated
 * (by its account, or because it is a branch) belongs to that parent whatever shares say.
 */
export async function readOwnership(trx: WorkspaceTransaction): Promise<Ownership> {
  const facts = await latestFacts(trx);
  const accounts = await accountsOf(trx, facts);
  const ofFacts = facts.flatMap((fact) => [fact.holder, companyOf(fact)]);
  const ofAccounts = accounts.map(partyOfAccount);
  const codes = codesOfNames([...ofFacts, ...ofAccounts]);
  const keyOf = (party: Party) => {
    const key = partyKey(party);
    return codes.get(key) ?? key;
  };
  const parties = new Map<string, KnownParty>();
  for (const party of ofFacts) {
    const key = keyOf(party);
    const known = parties.get(key);
    if (known?.name) continue;
    parties.set(key, { ...party, shown: partyName(party), accountId: null });
  }
  const keys = new Map<string, string>();
  for (const [place, account] of accounts.entries()) {
    const party = ofAccounts[place];
    if (party === undefined) continue;
    // A code that only accounts know still means the company that registers name.
    const key = keyOf(party);
    keys.set(account.id, key);
    if (parties.get(key)?.accountId) continue;
    parties.set(key, { ...party, shown: partyName(party), accountId: account.id });
  }
  const holdings = [
    ...facts.map((fact) => holdingOf(fact, keyOf)),
    ...statedByAccounts(accounts, keys),
  ];
  return { parties, holdings: withStatedParents(holdings), facts: facts.length };
}

async function latestFacts(trx: WorkspaceTransaction): Promise<readonly FactRow[]> {
  const { rows } = await sql<FactRow>`
    select company_name, credit_code, payload->'holder' as holder, payload->>'relation' as relation,
           (payload->>'share')::float8 as share, known_at
    from (select distinct on (key) * from signals where kind = 'ownership'
          order by key, known_at desc, version desc) s
    where payload->>'relation' = 'branch' or (payload->>'share')::float8 > 0`.execute(trx);
  return rows;
}

/** Accounts that registers speak of, that have a parent, or that are one. */
async function accountsOf(
  trx: WorkspaceTransaction,
  facts: readonly FactRow[],
): Promise<readonly AccountRow[]> {
  const account = objectNamed(await readSchema(trx), "account");
  // Whoever removed these fields states no parents and no codes.
  const column = (name: string, type: string) =>
    fieldNamed(account, name) === undefined ? sql.raw(`null::${type}`) : sql.ref(name);
  const parent = column("parent", "uuid");
  const companies = facts.flatMap((fact) => [fact.holder, companyOf(fact)]);
  const { rows } = await sql<AccountRow>`
    with children as (
      select id, ${parent} as parent from record_account
      where ${parent} is not null and deleted_at is null),
    related as (
      select id from children union select parent from children
      union select record_id from record_identifiers
      where object = 'account' and (kind, value) in (
        select * from unnest(
          ${companies.map(({ creditCode }) => (creditCode === null ? "company_name" : "group"))}::text[],
          ${companies.map((party) => partyKey({ ...party, isPerson: false }).replace(/^(code|name):/, ""))}::text[])))
    select id, name, ${column("credit_code", "text")} as credit_code, ${parent} as parent, updated_at
    from record_account join related using (id) where deleted_at is null
    order by id`.execute(trx);
  return rows;
}

function companyOf({ company_name, credit_code }: FactRow): Party {
  return { name: company_name, creditCode: credit_code, isPerson: false };
}

function partyOfAccount({ name, credit_code }: AccountRow): Party {
  return { name, creditCode: credit_code === "" ? null : credit_code, isPerson: false };
}

function holdingOf(fact: FactRow, keyOf: (party: Party) => string): KnownHolding {
  const isBranch = fact.relation === "branch";
  return {
    holder: keyOf(fact.holder),
    company: keyOf(companyOf(fact)),
    share: isBranch ? 100 : fact.share,
    statedBy: isBranch ? "branch" : "register",
    knownAt: fact.known_at,
  };
}

function statedByAccounts(
  accounts: readonly AccountRow[],
  keys: ReadonlyMap<string, string>,
): readonly KnownHolding[] {
  return accounts.flatMap(({ id, parent, updated_at }) => {
    const [holder, company] = [keys.get(parent ?? ""), keys.get(id)];
    if (holder === undefined || company === undefined) return [];
    return [{ holder, company, share: 100, statedBy: "account" as const, knownAt: updated_at }];
  });
}

/** Where a parent is stated it is the only holder; else each pair once, its shares added up. */
function withStatedParents(holdings: readonly KnownHolding[]): readonly KnownHolding[] {
  const parents = new Map<string, KnownHolding>();
  for (const statedBy of ["branch", "account"]) {
    for (const each of holdings) if (each.statedBy === statedBy) parents.set(each.company, each);
  }
  const pairs = new Map<string, KnownHolding>();
  for (const each of holdings) {
    if (parents.has(each.company) || each.holder === each.company) continue;
    const pair = `${each.holder}\n${each.company}`;
    const before = pairs.get(pair);
    pairs.set(pair, { ...each, share: each.share + (before?.share ?? 0) });
  }
  return [...parents.values(), ...pairs.values()];
}
