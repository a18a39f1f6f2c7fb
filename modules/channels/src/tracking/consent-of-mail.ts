import {
  type ConsentPurpose,
  consentPurposes,
  judgeConsent,
  readConsents,
  recordConsents,
} from "@causeway/platform-audit";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { TrackedMail } from "./tracked-mails.ts";

/** Which consent mail of a purpose needs; a purpose that is none of the consent's is one of marketing. */
export function consentPurposeOf(purpose: string): ConsentPurpose {
  return consentPurposes.find((known) => known === purpose) ?? "marketing";
}

/**
 * Writes a click on the way out down as what it is, a refusal: it shows on the person's page, holds for all their addresses
 * and for everything else of the purpose, and a later consent takes its place.
 */
export async function optOut(
  trx: WorkspaceTransaction,
  { id, recipient, purpose }: Pick<TrackedMail, "id" | "recipient" | "purpose">,
  now: Date,
): Promise<void> {
  const identifier = { kind: "email", value: recipient };
  const asked = consentPurposeOf(purpose);
  // Mail programs ask more than once; what holds already is not said again.
  const held = judgeConsent(await readConsents(trx, [identifier]), asked, false);
  if (!held.allowed) return;
  await recordConsents(trx, [
    {
      ...{ identifier, purpose: asked, decision: "refused", source: "mail" },
      ...{ textVersion: null, proof: `mail ${id}`, eventId: null, givenAt: now },
      actor: { kind: "source", id: "mail" },
    },
  ]);
}
