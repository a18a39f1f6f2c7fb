import type { SmtpSettings } from "@causeway/platform-contract";
import type { ColumnType, Generated } from "kysely";

/** The tables of this module inside a workspace. */
export type ChannelTables = {
  channel_settings: {
    channel: string;
    settings: ColumnType<SmtpSettings, string, string>;
    /** Sealed with the installation's key. */
    secret: string | null;
    changed_at: Generated<Date>;
  };
};
