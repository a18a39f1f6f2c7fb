import type { Clock } from "@causeway/kernel";
import {
  type ConsentStatement,
  consentPurposes,
  judgeConsent,
  readConsentRules,
  readConsents,
  recordAudit,
  recordConsents,
  saveConsentRule,
  separatePurposes,
} from "@causeway/platform-audit";
import {
  consentRuleSchema,
  consentRulesSchema,
  newConsentSchema,
  personConsentsSchema,
} from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { defineRoute, type Route } from "@causeway/platform-http";
import { z } from "zod";
import { findPerson } from "../person/find-person.ts";

const tags = ["privacy"] as const;
const member = { kind: "workspace", role: "member" } as const;
const admin = { kind: "workspace", role: "admin" } as const;
const params = z.object({ workspace: z.uuid() });
const person = z.object({
  workspace: z.uuid(),
  object: z.enum(["profile", "contact", "lead"]),
  id: z.uuid(),
});

/** What people agreed to, and what needs their consent. */
export function consentRoutes({ clock }: { readonly clock: Clock }): readonly Route[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/privacy/people/:object/:id/consents",
      summary: "What a person agreed to or refused, by purpose",
      tags,
      access: member,
      params: person,
      response: personConsentsSchema,
      handle: ({ workspace, params: start }) =>
        workspace.transaction((trx) => consentsOf(trx, start), { readOnly: true }),
    }),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/privacy/people/:object/:id/consents",
      summary: "Write down what a person agreed to or refused",
      tags,
      access: member,
      params: person,
      body: newConsentSchema,
      status: 201,
      response: personConsentsSchema,
      handle: ({ workspace, params: start, body, actor }) =>
        workspace.transaction(async (trx) => {
          const { identifiers } = await findPerson(trx, start);
          const now = clock();
          const { purpose, decision, source, textVersion, proof } = body;
          const givenAt = body.givenAt === undefined ? now : new Date(body.givenAt);
          // For every identifier: a later split gives each side what was said while they were one.
          await recordConsents(
            trx,
            identifiers.map(
              (identifier): ConsentStatement => ({
                ...{ identifier, purpose, decision, source, givenAt, actor },
                ...{ textVersion: textVersion ?? null, proof: proof ?? null, eventId: null },
              }),
            ),
          );
          const subject = `${start.object}/${start.id}`;
          const details = { purpose };
          await recordAudit(trx, {
            actor,
            action: `privacy.consent-${decision}`,
            subject,
            details,
          });
          return consentsOf(trx, start);
        }),
    }),
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/privacy/consent-rules",
      summary: "Which purposes need a consent",
      tags,
      access: member,
      params,
      response: consentRulesSchema,
      handle: ({ workspace }) => workspace.transaction(presentRules, { readOnly: true }),
    }),
    defineRoute({
      method: "PUT",
      path: "/api/w/:workspace/privacy/consent-rules",
      summary: "Say whether a purpose needs a consent, or may be served until it is refused",
      tags,
      access: admin,
      params,
      body: consentRuleSchema,
      response: consentRulesSchema,
      handle: ({ workspace, body: { purpose, needsConsent }, actor }) =>
        workspace.transaction(async (trx) => {
          await saveConsentRule(trx, purpose, needsConsent);
          const details = { needsConsent };
          await recordAudit(trx, {
            actor,
            action: "privacy.rule-changed",
            subject: purpose,
            details,
          });
          return presentRules(trx);
        }),
    }),
  ];
}

async function presentRules(trx: WorkspaceTransaction) {
  const rules = await readConsentRules(trx);
  return {
    rules: [...rules].map(([purpose, needsConsent]) => ({
      ...{ purpose, needsConsent },
      isSeparate: separatePurposes.has(purpose),
    })),
  };
}

const shownStatements = 100;

async function consentsOf(
  trx: WorkspaceTransaction,
  start: { readonly object: string; readonly id: string },
) {
  const { identifiers } = await findPerson(trx, start);
  const statements = await readConsents(trx, identifiers);
  const rules = await readConsentRules(trx);
  return {
    purposes: consentPurposes.map((purpose) => {
      const verdict = judgeConsent(statements, purpose, rules.get(purpose) ?? false);
      const latest = statements.find((each) => each.purpose === purpose);
      return {
        purpose,
        isSeparate: separatePurposes.has(purpose),
        needsConsent: rules.get(purpose) ?? false,
        allowed: verdict.allowed,
        reason: verdict.allowed ? null : verdict.reason,
        since: (verdict.allowed ? latest?.givenAt : verdict.since)?.toISOString() ?? null,
      };
    }),
    statements: statements.slice(0, shownStatements).map((each) => ({
      identifier: each.identifier,
      purpose: each.purpose,
      decision: each.decision,
      source: each.source,
      textVersion: each.textVersion,
      proof: each.proof,
      givenAt: each.givenAt.toISOString(),
    })),
  };
}
