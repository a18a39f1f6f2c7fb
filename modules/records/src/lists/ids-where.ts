import type { Condition } from "@causeway/engine-conditions";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { objectNamed } from "@causeway/platform-schema";
import { sql } from "kysely";
import { readSchema } from "../metadata/read-schema.ts";
import { selectionSql } from "./list-records.ts";

export interface IdsWhereInput {
  readonly object: string;
  /** Of these only; absent: of all. */
  readonly ids?: readonly string[];
  readonly filter?: Condition | undefined;
  /** Without those that fulfil this; what is unknown stays in. */
  readonly except?: Condition | undefined;
  readonly now?: Date;
}

/** Ids of the records that are there and match, in order. Throws AppError("bad-input") where a condition does not fit. */
export async function idsWhere(
  trx: WorkspaceTransaction,
  { object: name, ids, filter, except, now = new Date() }: IdsWhereInput,
): Promise<readonly string[]> {
  const schema = await readSchema(trx);
  const object = objectNamed(schema, name);
  const among = ids === undefined ? sql`true` : sql`t.id = any(${[...ids]}::uuid[])`;
  const select = (condition: Condition | undefined) =>
    sql`select t.id ${selectionSql(
      schema,
      object,
      {
        object: name,
        now,
        ...(condition === undefined ? {} : { filter: condition }),
      },
      undefined,
    )} and ${among}`;
  const { rows } = await sql<{ id: string }>`
    select id::text from (${select(filter)}
      ${except === undefined ? sql`` : sql`except ${select(except)}`}) found order by id`.execute(
    trx,
  );
  return rows.map(({ id }) => id);
}
