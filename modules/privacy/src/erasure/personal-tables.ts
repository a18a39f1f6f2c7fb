import { declarationOf, type PersonalData, type PersonalTable } from "@causeway/platform-audit";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";

export type Tables = readonly (readonly [table: string, declaration: PersonalTable])[];

/** The tables of the workspace that hold personal data. Throws for one that nobody has declared. */
export async function personalTables(
  trx: WorkspaceTransaction,
  data: PersonalData,
): Promise<Tables> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_class c where c.relnamespace = current_schema()::regnamespace
      and c.relkind in ('r', 'p') and not c.relispartition order by 1`.execute(trx);
  return rows.flatMap(({ name }) => {
    const declaration = declarationOf(data, name);
    if (declaration === undefined) throw new Error(`The table ${name} is not declared`);
    return declaration.holds === "personal" ? [[name, declaration] as const] : [];
  });
}

/** A declaration that stands for several tables sees to all of them at once. */
export function hooksOnce(tables: Tables): Tables {
  const seen = new Set<PersonalTable>();
  return tables.filter(([, declaration]) => {
    if (declaration.erase === undefined || seen.has(declaration)) return false;
    seen.add(declaration);
    return true;
  });
}

/** Tables whose rows are tied to events, and by which column; what tells whose an event is goes last. */
export function tiedByEvent(
  tables: Tables,
): readonly { readonly table: string; readonly column: string }[] {
  return tables
    .flatMap(([table, { own }]) => (own?.event === undefined ? [] : [{ table, column: own.event }]))
    .sort(
      (left, right) =>
        Number(left.table === "event_profiles") - Number(right.table === "event_profiles"),
    );
}
