import { AppError } from "@causeway/kernel";
import { recordAudit } from "@causeway/platform-audit";
import type { MaskRule, PersonalKind, Role } from "@causeway/platform-contract";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { fieldNamed, objectNamed } from "@causeway/platform-schema";
import { sql } from "kysely";
import type { Actor } from "../../store/actor.ts";
import { notifyPages } from "../../store/record-change.ts";
import type { MetadataTables } from "../metadata-tables.ts";
import { readSchema, touchSchema } from "../read-schema.ts";

/** Told whenever what is kept from whom changes. */
export const masksChannel = "causeway_masks";

/** The rules that somebody made, by object, field and role. */
export async function readMaskRules(trx: WorkspaceTransaction): Promise<readonly MaskRule[]> {
  const rows = await trx
    .$extendTables<MetadataTables>()
    .selectFrom("field_masks")
    .selectAll()
    .orderBy("object")
    .orderBy("name")
    .orderBy("role")
    .execute();
  return rows.map(({ object, name, role, sight }) =>
    object === ""
      ? { kind: name as PersonalKind, role, sight }
      : { object, field: name, role, sight },
  );
}

/**
 * Keeps something from a role, or no longer. What is kept from admins only an owner says, else they could look all the
 * same. Throws AppError("forbidden"), ("not-found") for unknown fields.
 */
export function setMaskRule(
  workspace: WorkspaceDatabase,
  rule: MaskRule,
  { actor, role }: { readonly actor: Actor; readonly role: Role },
): Promise<void> {
  if (rule.role === "admin" && role !== "owner") {
    throw new AppError("forbidden", {
      zh: "对管理员隐藏什么，只能由所有者设定",
      en: "What is kept from admins only an owner may say.",
    });
  }
  return workspace.transaction(async (trx) => {
    await sql`select 1 from schema_revision for update`.execute(trx);
    const [object, name] = "kind" in rule ? ["", rule.kind] : [rule.object, rule.field];
    if ("field" in rule) requireField(objectNamed(await readSchema(trx), object), name);
    await (rule.sight === "whole"
      ? sql`delete from field_masks where object = ${object} and name = ${name} and role = ${rule.role}`
      : sql`insert into field_masks (object, name, role, sight)
          values (${object}, ${name}, ${rule.role}, ${rule.sight})
          on conflict (object, name, role) do update set sight = excluded.sight`
    ).execute(trx);
    await touchSchema(trx);
    await sql`select pg_notify(${masksChannel}, current_setting('app.workspace'))`.execute(trx);
    const subject = object === "" ? name : `${object}.${name}`;
    const details = { role: rule.role, sight: rule.sight };
    await recordAudit(trx, { actor, action: "privacy.mask-changed", subject, details });
    await notifyPages(trx, { topic: "schema", ids: [] });
  });
}

function requireField(object: ReturnType<typeof objectNamed>, name: string): void {
  if (fieldNamed(object, name) !== undefined) return;
  throw new AppError("not-found", { zh: "没有这个字段", en: "There is no such field" });
}
