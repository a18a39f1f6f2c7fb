import type { WorkspaceDatabase } from "@causeway/platform-database";
import { sql } from "kysely";
import { orderProjections, type Projection, withDependents } from "./projection.ts";
import { resetTables, versionOf } from "./reset-tables.ts";

/**
 * Registers projections that a workspace does not know yet (they begin at the start of the log), and throws those away,
 * with what builds on them, whose tables were filled by code of another version.
 */
export async function ensureCursors(
  workspace: WorkspaceDatabase,
  projections: readonly Projection[],
): Promise<void> {
  const ordered = orderProjections(projections);
  const stored = await workspace.transaction(async (trx) => {
    await sql`insert into projections (name, version) select * from unnest(
      ${ordered.map(({ name }) => name)}::text[], ${ordered.map(versionOf)}::integer[])
      on conflict (name) do nothing`.execute(trx);
    const { rows } = await sql<{ name: string; version: number }>`
      select name, version from projections`.execute(trx);
    return new Map(rows.map(({ name, version }) => [name, version]));
  });
  const outdated = ordered.filter((each) => stored.get(each.name) !== versionOf(each));
  if (outdated.length === 0) return;
  const affected = new Set(outdated.flatMap(({ name }) => withDependents(ordered, name)));
  await resetTables(
    workspace,
    ordered.filter((each) => affected.has(each)),
  );
}
