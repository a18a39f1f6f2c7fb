import { readSchema } from "@causeway/module-records";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { UsageError } from "./command.ts";

/** Throws `UsageError` that lists the objects, and what else may be named, where there is none of that name. */
export async function requireObject(
  workspace: WorkspaceDatabase,
  name: string,
  others: readonly string[] = [],
): Promise<void> {
  const { objects } = await workspace.transaction(readSchema, { readOnly: true });
  const names = objects.map((object) => object.name);
  if (names.includes(name)) return;
  const choices = [...names, ...others].join(", ");
  throw new UsageError(`there is no object “${name}”; there are: ${choices}`);
}
