import type { Field, Label } from "@causeway/platform-contract";
import type { ColumnType, Generated } from "kysely";

/** `cancelling`: somebody asked to stop; whoever converts takes the second column away and makes it `cancelled`. */
export type ConversionState = "filling" | "cancelling" | "cancelled" | "done" | "failed";

export type ConversionTables = {
  field_conversions: {
    id: string;
    object: string;
    field: string;
    /** The field as it will be. */
    target: ColumnType<Field, string, string>;
    state: ConversionState;
    /** Ids up to this one are filled. */
    filled_to: string | null;
    filled: Generated<number>;
    lost: Generated<number>;
    error: ColumnType<Label | null, string | null, string | null>;
    locale: "zh" | "en";
    actor_kind: string;
    actor_id: string;
    created_at: Generated<Date>;
    finished_at: Date | null;
  };
};
