import type { SignalKind } from "@causeway/platform-contract";
import type { Generated } from "kysely";

/** The table of this module inside a workspace, for `trx.$extendTables<SignalTables>()`. */
export type SignalTables = {
  signals: {
    id: Generated<number>;
    kind: SignalKind;
    key: string;
    version: number;
    company_name: string | null;
    credit_code: string | null;
    occurred_at: Date;
    /** When it could be known. */
    known_at: Date;
    /** When this row was written. */
    recorded_at: Generated<Date>;
    payload: unknown;
  };
};
