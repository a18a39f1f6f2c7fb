import type { RecordPlace } from "@causeway/module-records";

/** What this module knows of deals: merging two lets it know the same of the one that stays. */
export const channelsRecordPlaces: readonly RecordPlace[] = [
  {
    ...{ table: "tracked_mails", column: "deal_id", object: "deal" },
    key: { column: "id", type: "uuid" },
    label: { zh: "发出的邮件", en: "Sent mails" },
  },
  {
    ...{ table: "deal_mail_decisions", column: "deal_id", object: "deal" },
    key: { column: "thread", type: "text" },
    label: { zh: "邮件会话", en: "Conversations by e-mail" },
  },
];
