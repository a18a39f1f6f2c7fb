import { readSchema, requireSeen } from "@causeway/module-records";
import type { Role } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";

/** Refuses what is added up from fields that somebody does not see whole. Throws AppError("forbidden"). */
export async function requireSeenFields(
  trx: WorkspaceTransaction,
  name: string,
  fields: readonly string[],
  viewer: Role,
): Promise<void> {
  const schema = await readSchema(trx);
  const object = schema.objects.find((candidate) => candidate.name === name);
  if (object !== undefined) requireSeen(schema, object, fields, viewer);
}
