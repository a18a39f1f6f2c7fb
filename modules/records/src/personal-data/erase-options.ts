import { type ErasedPerson, erasedMark, type Redactor } from "@causeway/platform-audit";
import type { Field } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { MetadataTables } from "../metadata/metadata-tables.ts";
import { readSchema, touchSchema } from "../metadata/read-schema.ts";

type Choice = Field["options"][number];

/** Takes choices out of fields that are named after a person. Records lose them with everything else that names them. */
export async function eraseOptions(
  trx: WorkspaceTransaction,
  _person: ErasedPerson,
  { names }: Redactor,
): Promise<number> {
  const { objects } = await readSchema(trx);
  const isPerson = ({ value, label }: Choice) => [value, label.zh, label.en].some(names);
  const named = objects.flatMap(({ name: object, fields }) =>
    fields.filter(({ options }) => options.some(isPerson)).map((field) => ({ object, field })),
  );
  for (const { object, field } of named) {
    const left = field.options.filter((option) => !isPerson(option));
    // A field of choices has at least one.
    const options = left.length > 0 ? left : [nobody];
    await trx
      .$extendTables<MetadataTables>()
      .updateTable("schema_fields")
      .set({ options: JSON.stringify(options) })
      .where("object", "=", object)
      .where("name", "=", field.name)
      .execute();
  }
  if (named.length > 0) await touchSchema(trx);
  return named.length;
}

const nobody: Choice = { value: "none", label: { zh: erasedMark, en: erasedMark } };
