import type { WorkspaceTransaction } from "@causeway/platform-database";
import { normalizePhone, objectNamed } from "@causeway/platform-schema";
import { sql } from "kysely";
import { readSchema } from "../metadata/read-schema.ts";
import { recordTable } from "../store/record-table.ts";

export interface ContactPoint {
  readonly email?: string;
  /** In any notation. */
  readonly phone?: string;
}

export interface ContactPointHit {
  readonly object: string;
  readonly id: string;
}

/**
 * Records, not deleted, that have the e-mail address or the phone number in a field of that type: exact after
 * normalisation, by index; objects in the given order, within one the oldest first.
 */
export async function findByEmailOrPhone(
  trx: WorkspaceTransaction,
  { objects, email, phone }: ContactPoint & { readonly objects: readonly string[] },
): Promise<readonly ContactPointHit[]> {
  const schema = await readSchema(trx);
  const wanted = {
    email: email?.trim().toLowerCase(),
    phone: phone === undefined ? undefined : normalizePhone(phone),
  };
  const parts = objects.flatMap((name, order) =>
    objectNamed(schema, name).fields.flatMap((field) => {
      const value =
        field.type === "email" || field.type === "phone" ? wanted[field.type] : undefined;
      if (value === undefined || value === "") return [];
      return [
        sql`select ${order}::integer as place, ${name}::text as object, id, created_at
          from ${recordTable(name)} where ${sql.id(field.name)} = ${value} and deleted_at is null`,
      ];
    }),
  );
  if (parts.length === 0) return [];
  const found = await sql<ContactPointHit>`
    select object, id from (${sql.join(parts, sql` union all `)}) as hits
    group by place, object, id order by place, min(created_at), id limit 50`.execute(trx);
  return found.rows;
}
