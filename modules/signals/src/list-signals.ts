import { AppError, issueAt } from "@causeway/kernel";
import { getRecord } from "@causeway/module-records";
import type { Signal, SignalKind, SignalPage } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { type RawBuilder, sql } from "kysely";
import { z } from "zod";

export interface ListSignalsInput {
  readonly kind?: SignalKind | undefined;
  /** Account id: signals that carry its credit code or, where they have none, its name. */
  readonly account?: string | undefined;
  /** Signals about any of these companies: by credit code or, where a signal has none, by name. */
  readonly companies?: readonly CompanyNames[] | undefined;
  readonly except?: SignalKind | undefined;
  /** Reads what was known then; default: everything known. */
  readonly asOf?: Date | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

interface CompanyNames {
  readonly name: string | null;
  readonly creditCode: string | null;
}

interface SignalRow {
  readonly id: number;
  readonly kind: SignalKind;
  readonly key: string;
  readonly version: number;
  readonly company_name: string | null;
  readonly credit_code: string | null;
  readonly occurred_at: Date;
  readonly known_at: Date;
  readonly payload: Signal["payload"];
}

/**
 * The version of each publication that was known at `asOf`, latest known first, a page at a time.
 * Throws AppError("not-found") for an unknown account, AppError("bad-input") for a foreign cursor.
 */
export async function listSignals(
  trx: WorkspaceTransaction,
  input: ListSignalsInput,
): Promise<SignalPage> {
  const asOf = input.asOf?.toISOString() ?? "infinity";
  const conditions: RawBuilder<unknown>[] = [
    sql`s.known_at <= ${asOf}::timestamptz`,
    // A later version that was known by then stands for the publication.
    sql`not exists (select 1 from signals newer where newer.kind = s.kind and newer.key = s.key
        and newer.known_at <= ${asOf}::timestamptz
        and (newer.known_at, newer.version) > (s.known_at, s.version))`,
  ];
  if (input.kind !== undefined) conditions.push(sql`s.kind = ${input.kind}`);
  if (input.except !== undefined) conditions.push(sql`s.kind <> ${input.except}`);
  if (input.companies !== undefined) {
    const codes = input.companies.flatMap(({ creditCode }) => creditCode ?? []);
    const names = input.companies.flatMap(({ name }) => name ?? []);
    conditions.push(sql`(s.credit_code = any(${codes}::text[])
      or (s.credit_code is null and s.company_name = any(${names}::text[])))`);
  }
  if (input.account !== undefined) conditions.push(await companyCondition(trx, input.account));
  if (input.after !== undefined) {
    const { knownAt, id } = readCursor(input.after);
    conditions.push(sql`(s.known_at, s.id) < (${knownAt}::timestamptz, ${id}::bigint)`);
  }
  const found = await sql<SignalRow>`
    select id, kind, key, version, company_name, credit_code, occurred_at, known_at, payload
    from signals s where ${sql.join(conditions, sql` and `)}
    order by s.known_at desc, s.id desc limit ${input.limit + 1}`.execute(trx);
  const page = found.rows.slice(0, input.limit);
  const last = found.rows.length > page.length ? page.at(-1) : undefined;
  return { signals: page.map(present), nextCursor: last ? writeCursor(last) : null };
}

async function companyCondition(
  trx: WorkspaceTransaction,
  account: string,
): Promise<RawBuilder<unknown>> {
  const { values } = await getRecord(trx, { object: "account", id: account });
  const { name = null, credit_code: creditCode = null } = values;
  return sql`(s.credit_code = ${creditCode}::text
    or (s.credit_code is null and s.company_name = ${name}::text))`;
}

function present(row: SignalRow): Signal {
  return {
    id: String(row.id),
    kind: row.kind,
    key: row.key,
    version: row.version,
    company: { name: row.company_name, creditCode: row.credit_code },
    occurredAt: row.occurred_at.toISOString(),
    knownAt: row.known_at.toISOString(),
    payload: row.payload,
  };
}

const cursorSchema = z.tuple([z.iso.datetime(), z.int()]);

function writeCursor(row: SignalRow): string {
  return Buffer.from(JSON.stringify([row.known_at.toISOString(), row.id])).toString("base64url");
}

function readCursor(text: string): { readonly knownAt: string; readonly id: number } {
  const parsed = cursorSchema.safeParse(parseJson(Buffer.from(text, "base64url").toString()));
  if (!parsed.success) {
    throw new AppError(
      "bad-input",
      { zh: "列表无法从这里继续", en: "The list cannot go on from there." },
      {
        issues: [
          issueAt("after", { zh: "不是这个列表的位置", en: "is not a cursor of this list" }),
        ],
      },
    );
  }
  return { knownAt: parsed.data[0], id: parsed.data[1] };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
