import type { Label } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { objectNamed } from "@causeway/platform-schema";
import { sql } from "kysely";
import { registeredUses } from "../../metadata/field-uses.ts";
import { readSchema } from "../../metadata/read-schema.ts";
import { recordTable } from "../../store/record-table.ts";
import { viewUses } from "../../views/view-uses.ts";
import { importUses } from "../import-uses.ts";
import type { StoredImport } from "../load-import.ts";

const mostNamed = 5;

const words = {
  values: (count: number) => ({
    zh: `${count} 条记录仍有它的值（含已删除的记录）`,
    en: `${count} record${count === 1 ? " has a value" : "s have values"} of it, deleted ones included`,
  }),
  place: { zh: "它是记录的标题或阶段", en: "it is the title or the stage of the records" },
  converting: { zh: "它正在转换类型", en: "it is being converted" },
  use: ({ zh, en }: Label) => ({ zh: `${zh}使用它`, en: `${en} uses it` }),
};

/** Why fields cannot be removed, for each of them; empty where nothing speaks against it. */
export async function reasonsToKeep(
  trx: WorkspaceTransaction,
  stored: StoredImport,
  object: string,
  fields: readonly { readonly name: string }[],
): Promise<ReadonlyMap<string, readonly Label[]>> {
  const schema = await readSchema(trx);
  const { titleField, stageField } = objectNamed(schema, object);
  const names = fields.map(({ name }) => name);
  const counts = await countValues(trx, object, names);
  const converted = await convertedFields(trx, object);
  const uses = [
    ...(await viewUses(trx, schema, { shown: true })),
    ...(await registeredUses(trx, schema)),
    ...(await importUses(trx, object, { except: stored.id })),
  ];
  return new Map(
    names.map((name) => {
      const count = counts.get(name) ?? 0;
      const users = uses.filter((use) => use.object === object && use.field === name);
      const reasons = [
        ...(count > 0 ? [words.values(count)] : []),
        ...(name === titleField || name === stageField ? [words.place] : []),
        ...(converted.has(name) ? [words.converting] : []),
        ...users.slice(0, mostNamed).map(({ by }) => words.use(by)),
      ];
      return [name, reasons];
    }),
  );
}

async function countValues(
  trx: WorkspaceTransaction,
  object: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const counts = names.map((name) => sql`count(${sql.id(name)})::float8 as ${sql.id(name)}`);
  const { rows } = await sql<Readonly<Record<string, number>>>`
    select ${sql.join(counts)} from ${recordTable(object)}`.execute(trx);
  return new Map(Object.entries(rows[0] ?? {}));
}

async function convertedFields(
  trx: WorkspaceTransaction,
  object: string,
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ readonly field: string }>`select field from field_conversions
    where object = ${object} and state in ('filling', 'cancelling')`.execute(trx);
  return new Set(rows.map(({ field }) => field));
}
