import type { Generated } from "kysely";
import type { ParameterValues } from "./parameter-definitions.ts";

/** The table of business parameters inside a workspace, for `trx.$extendTables<ParameterTables>()`. */
export type ParameterTables = {
  /** Every change; the latest row holds all values in force. Rows never change. */
  parameter_changes: {
    id: Generated<number>;
    at: Date;
    user_id: string;
    note: string;
    values: ParameterValues;
    changes: readonly { readonly name: string; readonly from: number; readonly to: number }[];
  };
};
