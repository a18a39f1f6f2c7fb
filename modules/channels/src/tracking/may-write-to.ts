import { consentOfIdentifier } from "@causeway/module-identity";
import { buriedAmong, tombstoneKey } from "@causeway/platform-audit";
import type { SecretBox, WorkspaceTransaction } from "@causeway/platform-database";
import { consentPurposeOf } from "./consent-of-mail.ts";

/**
 * Whether mail of a purpose may go to an address: not to somebody who refused it under any identifier of theirs, nor
 * without a consent where the workspace asks for one, nor to somebody who was erased.
 */
export async function mayWriteTo(
  trx: WorkspaceTransaction,
  recipient: string,
  purpose: string,
  secrets: SecretBox,
): Promise<boolean> {
  const identifier = { kind: "email", value: recipient };
  const erased = await buriedAmong(trx, [tombstoneKey(secrets).of(identifier)]);
  if (erased.size > 0) return false;
  return (await consentOfIdentifier(trx, identifier, consentPurposeOf(purpose))).allowed;
}
