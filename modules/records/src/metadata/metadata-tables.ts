import type { Field, Label, MaskedRole, Option } from "@causeway/platform-contract";
import type { ColumnType, Generated, JSONColumnType } from "kysely";

/** The metadata tables as Kysely types them. */
export type MetadataTables = {
  schema_objects: {
    name: string;
    position: Generated<number>;
    label: JSONColumnType<Label>;
    plural_label: JSONColumnType<Label>;
    icon: string;
    title_field: string;
    stage_field: string | null;
    system: boolean;
  };
  schema_fields: {
    object: string;
    name: string;
    position: Generated<number>;
    label: JSONColumnType<Label>;
    type: ColumnType<Field["type"], string, string>;
    required: boolean;
    is_unique: boolean;
    searched: boolean;
    system: boolean;
    options: ColumnType<readonly Option[], string, string>;
    target: string | null;
  };
  /** What is kept from a role: values of a field, or of a kind wherever it stands (then `object` is empty). */
  field_masks: {
    object: string;
    name: string;
    role: MaskedRole;
    sight: "masked" | "hidden";
  };
  schema_revision: { only_one: Generated<boolean>; version: number; revision: string };
};
