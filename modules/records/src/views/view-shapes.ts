import type { Condition } from "@causeway/engine-conditions";
import { type ObjectDefinition, type Sort, sortSchema } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { Schema } from "@causeway/platform-schema";
import { sql } from "kysely";
import { z } from "zod";
import { readCondition } from "../lists/filter-sql.ts";

const columnsSchema = z.array(z.string());

export interface ViewShape {
  readonly name: string;
  readonly object: ObjectDefinition;
  readonly filter: Condition | undefined;
  readonly sort: Sort | null;
  readonly columns: readonly string[];
}

/** What all saved views of the workspace read, whoever owns them; for upkeep, not for people. */
export async function allViewShapes(
  trx: WorkspaceTransaction,
  schema: Schema,
): Promise<readonly ViewShape[]> {
  const { rows } = await sql<{
    object: string;
    name: string;
    filter: unknown;
    sort: unknown;
    columns: unknown;
  }>`
    select object, name, filter, sort, columns from list_views order by created_at, id`.execute(
    trx,
  );
  return rows.flatMap(({ object: of, name, filter, sort, columns }) => {
    const object = schema.objects.find((candidate) => candidate.name === of);
    if (object === undefined) return [];
    return [
      {
        object,
        name,
        filter: filter === null ? undefined : readCondition(filter),
        sort: sort === null ? null : sortSchema.parse(sort),
        columns: columnsSchema.parse(columns),
      },
    ];
  });
}
