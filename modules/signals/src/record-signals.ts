import { AppError, type Clock, issueAt } from "@causeway/kernel";
import {
  companyKeySchema,
  type NewSignal,
  type RecordedSignals,
} from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { announceSignals, type SignalledCompany } from "./signal-listeners.ts";
import { screenSignals } from "./signal-screens.ts";

/**
 * Records publications. A key that is known gets a new version where company, time or content differ from what was known
 * at the same moment; what is the same is counted and left alone, so a feed may be read again and again.
 * Throws AppError("bad-input") with every signal that claims to be known in the future.
 */
export async function recordSignals(
  trx: WorkspaceTransaction,
  signals: readonly NewSignal[],
  clock: Clock,
): Promise<RecordedSignals> {
  const now = clock();
  const issues = signals.flatMap(({ knownAt }, index) =>
    knownAt !== undefined && new Date(knownAt) > now
      ? [issueAt(`signals[${index}].knownAt`, { zh: "在未来", en: "lies in the future" })]
      : [],
  );
  if (issues.length > 0)
    throw new AppError(
      "bad-input",
      { zh: "信号的获知时间在未来", en: "A signal is not known yet." },
      { issues },
    );
  // Two writers would hand out the same version; they take turns within this workspace.
  await sql`select pg_advisory_xact_lock(hashtextextended(current_schema() || '.signals', 0))`.execute(
    trx,
  );
  const recorded: SignalledCompany[] = [];
  const left = await screenSignals(trx, signals);
  for (const round of roundsOf(left)) recorded.push(...(await insertVersions(trx, round, now)));
  await announceSignals(trx, recorded);
  return { recorded: recorded.length, unchanged: signals.length - recorded.length };
}

/** Splits into rounds in which no publication appears twice, each publication's order kept. */
function roundsOf(signals: readonly NewSignal[]): readonly (readonly NewSignal[])[] {
  const rounds: NewSignal[][] = [];
  const seen = new Map<string, number>();
  for (const signal of signals) {
    const name = `${signal.kind}\0${signal.key}`;
    const round = seen.get(name) ?? 0;
    seen.set(name, round + 1);
    rounds[round] = [...(rounds[round] ?? []), signal];
  }
  return rounds;
}

async function insertVersions(
  trx: WorkspaceTransaction,
  signals: readonly NewSignal[],
  now: Date,
): Promise<readonly SignalledCompany[]> {
  const rows = signals.map((signal) => {
    const company = companyKeySchema.parse(signal.company);
    return {
      kind: signal.kind,
      key: signal.key,
      company_name: company.name,
      credit_code: company.creditCode,
      occurred_at: signal.occurredAt,
      known_at: signal.knownAt ?? now.toISOString(),
      payload: signal.payload,
    };
  });
  const inserted = await sql<SignalledCompany>`
    insert into signals (kind, key, version, company_name, credit_code, occurred_at, known_at, payload)
    select n.kind, n.key, coalesce(last.version, 0) + 1, n.company_name, n.credit_code, n.occurred_at,
           n.known_at, n.payload
    from json_to_recordset(${JSON.stringify(rows)}::json) as n(
      kind text, key text, company_name text, credit_code text,
      occurred_at timestamptz(3), known_at timestamptz(3), payload jsonb)
    left join lateral (
      select max(version) as version from signals s where s.kind = n.kind and s.key = n.key) last on true
    left join lateral (
      select company_name, credit_code, occurred_at, payload from signals s
      where s.kind = n.kind and s.key = n.key and s.known_at <= n.known_at
      order by s.known_at desc, s.version desc limit 1) known on true
    where (known.company_name, known.credit_code, known.occurred_at, known.payload)
      is distinct from (n.company_name, n.credit_code, n.occurred_at, n.payload)
    returning kind, company_name as name, credit_code as "creditCode"`.execute(trx);
  return inserted.rows;
}
