import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { PersonIdentifier } from "../personal-data/erased-person.ts";

/** What data may be used for. A decision made by a program may be refused at any time (PIPL Art. 24, GDPR Art. 21 and 22). */
export const consentPurposes = [
  "service",
  "marketing",
  "analytics",
  "automated-decisions",
  "sharing",
  "cross-border",
  "sensitive",
] as const;
export type ConsentPurpose = (typeof consentPurposes)[number];

/**
 * Purposes for which PIPL Art. 23, 29 and 39 ask for a consent of their own: unless a workspace says otherwise, nothing is
 * done for them before it is given.
 */
export const separatePurposes: ReadonlySet<ConsentPurpose> = new Set([
  "sharing",
  "cross-border",
  "sensitive",
]);

/** What was said for one identifier; never changed, a later one takes its place. */
export interface ConsentStatement {
  readonly identifier: PersonIdentifier;
  readonly purpose: ConsentPurpose;
  readonly decision: "granted" | "refused";
  /** Where it was said: `page`, `api`, `tracker`, `identify`, `import`, `mail`. */
  readonly source: string;
  /** Version of the text that was shown. */
  readonly textVersion: string | null;
  /** How it can be shown: the page's address, a document, a call. */
  readonly proof: string | null;
  readonly eventId: string | null;
  readonly givenAt: Date;
  readonly actor: { readonly kind: string; readonly id: string };
}

/** Whether data may be used, and why not. */
export type ConsentVerdict =
  | { readonly allowed: true }
  | {
      readonly allowed: false;
      readonly reason: "refused" | "not-given";
      readonly since: Date | null;
    };

/** Writes statements down; one that an event made is written once, however often the event is read. */
export async function recordConsents(
  trx: WorkspaceTransaction,
  statements: readonly ConsentStatement[],
): Promise<void> {
  if (statements.length === 0) return;
  const rows = statements.map(({ identifier, actor, ...rest }) => ({
    ...identifier,
    ...rest,
    actorKind: actor.kind,
    actorId: actor.id,
  }));
  await sql`insert into consents (kind, value, purpose, decision, source, text_version, proof, event_id,
      given_at, actor_kind, actor_id)
    select kind, value, purpose, decision, source, "textVersion", proof, "eventId", "givenAt", "actorKind", "actorId"
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(kind text, value text, purpose text,
      decision text, source text, "textVersion" text, proof text, "eventId" bigint, "givenAt" timestamptz,
      "actorKind" text, "actorId" text)
    on conflict do nothing`.execute(trx);
}

/** All statements for some identifiers, the latest first. */
export async function readConsents(
  trx: WorkspaceTransaction,
  identifiers: readonly PersonIdentifier[],
): Promise<readonly ConsentStatement[]> {
  const { rows } = await sql<
    Omit<ConsentStatement, "identifier" | "actor"> &
      PersonIdentifier & { readonly actorKind: string; readonly actorId: string }
  >`select c.kind, c.value, c.purpose, c.decision, c.source, c.text_version as "textVersion", c.proof,
      c.event_id::text as "eventId", c.given_at as "givenAt", c.actor_kind as "actorKind",
      c.actor_id as "actorId"
    from unnest(${identifiers.map(({ kind }) => kind)}::text[],
      ${identifiers.map(({ value }) => value)}::text[]) as w(kind, value)
    join consents c using (kind, value) order by c.given_at desc, c.id desc`.execute(trx);
  return rows.map(({ kind, value, actorKind, actorId, ...rest }) => ({
    ...rest,
    identifier: { kind, value },
    actor: { kind: actorKind, id: actorId },
  }));
}

/**
 * What holds for a person: of each identifier its latest statement, and of those the strictest. So a merge never makes
 * more out of two people than either allowed, and a split gives each back what they said.
 */
export function judgeConsent(
  statements: readonly ConsentStatement[],
  purpose: ConsentPurpose,
  needsConsent: boolean,
): ConsentVerdict {
  const latest = new Map<string, ConsentStatement>();
  const own = statements.filter((each) => each.purpose === purpose);
  for (const each of own.toSorted((a, b) => b.givenAt.getTime() - a.givenAt.getTime())) {
    const key = `${each.identifier.kind}\u0000${each.identifier.value}`;
    if (!latest.has(key)) latest.set(key, each);
  }
  const held = [...latest.values()];
  const refused = held.find(({ decision }) => decision === "refused");
  if (refused !== undefined) return { allowed: false, reason: "refused", since: refused.givenAt };
  if (held.length > 0 || !needsConsent) return { allowed: true };
  return { allowed: false, reason: "not-given", since: null };
}

/** Whether a purpose needs a consent in this workspace, or may be served until it is refused. */
export async function readConsentRules(
  trx: WorkspaceTransaction,
): Promise<ReadonlyMap<ConsentPurpose, boolean>> {
  const { rows } = await sql<{ purpose: ConsentPurpose; needs: boolean }>`
    select purpose, needs_consent as needs from consent_rules`.execute(trx);
  const stored = new Map(rows.map(({ purpose, needs }) => [purpose, needs]));
  return new Map(
    consentPurposes.map((purpose) => [
      purpose,
      stored.get(purpose) ?? separatePurposes.has(purpose),
    ]),
  );
}

/** Puts a rule in the place of the one before. */
export async function saveConsentRule(
  trx: WorkspaceTransaction,
  purpose: ConsentPurpose,
  needsConsent: boolean,
): Promise<void> {
  await sql`insert into consent_rules (purpose, needs_consent) values (${purpose}, ${needsConsent})
    on conflict (purpose) do update set needs_consent = excluded.needs_consent`.execute(trx);
}

/** Whether the data of a person, given by all their identifiers, may be used for a purpose. */
export async function checkConsent(
  trx: WorkspaceTransaction,
  identifiers: readonly PersonIdentifier[],
  purpose: ConsentPurpose,
): Promise<ConsentVerdict> {
  const rules = await readConsentRules(trx);
  const statements = await readConsents(trx, identifiers);
  return judgeConsent(statements, purpose, rules.get(purpose) ?? false);
}

/** Whether a check of this purpose can say no at all here: most workspaces save themselves the rest. */
export async function canBeRefused(
  trx: WorkspaceTransaction,
  purpose: ConsentPurpose,
): Promise<boolean> {
  if ((await readConsentRules(trx)).get(purpose) === true) return true;
  const { rows } =
    await sql`select 1 from consents where purpose = ${purpose} and decision = 'refused' limit 1`.execute(
      trx,
    );
  return rows.length > 0;
}
