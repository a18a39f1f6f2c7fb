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
  /** Mail to customers, by the id of its message in the outbox. */
  tracked_mails: {
    id: string;
    /** With angle brackets. */
    message_id: string;
    /** In lower case. */
    recipient: string;
    subject: string;
    purpose: string;
    deal_id: string | null;
    run_id: string | null;
    sent_at: Date;
    /** The link that was asked for last, and when. */
    last_link: number | null;
    last_link_at: Date | null;
    /** By people, as the log says. */
    opens: Generated<number>;
    clicks: Generated<number>;
    replied_at: Date | null;
    bounced_at: Date | null;
    bounce: string | null;
  };
  tracked_links: { mail_id: string; number: number; url: string };
};
