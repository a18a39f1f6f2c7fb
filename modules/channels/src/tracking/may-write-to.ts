import { consentOfIdentifier } from "@causeway/module-identity";
import { buriedAmong, consentPurposes, tombstoneKey } from "@causeway/platform-audit";
import type { SecretBox, WorkspaceTransaction } from "@causeway/platform-database";

/**
 * Whether mail of a purpose may go to an address: not to somebody who refused it under any identifier of theirs, nor
 * without a consent where the workspace asks for one, nor to somebody who was erased. A purpose that is none of the
 * consent's is one of marketing.
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
  const asked = consentPurposes.find((known) => known === purpose) ?? "marketing";
  return (await consentOfIdentifier(trx, identifier, asked)).allowed;
}
