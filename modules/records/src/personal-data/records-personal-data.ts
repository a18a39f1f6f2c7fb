import type { PersonalData } from "@causeway/platform-audit";
import { detachRecords, rewriteDerived } from "./detach-records.ts";
import { eraseImportRows } from "./erase-import-rows.ts";
import { eraseOptions } from "./erase-options.ts";

export const recordsPersonalData: PersonalData = {
  schema_objects: { holds: "nothing", why: "objects as the business defined them" },
  // An imported column of few values becomes a choice, and its values may be people.
  schema_fields: { holds: "personal", erase: eraseOptions },
  field_masks: { holds: "nothing", why: "which fields are kept from which role" },
  schema_revision: { holds: "nothing", why: "the version of the schema" },
  "record_*": {
    holds: "personal",
    own: { record: "id" },
    mentions: ["*"],
    erase: detachRecords,
    rewritten: rewriteDerived,
  },
  record_changes: { holds: "personal", own: { record: "record_id" }, mentions: ["changes"] },
  // Entries of others are written anew with their records.
  search_entries: { holds: "personal", own: { record: "record_id" }, exported: {} },
  list_views: { holds: "personal", mentions: ["name", "filter"] },
  imports: {
    holds: "personal",
    mentions: [
      "file_name",
      "columns",
      "map",
      "errors",
      "sheet",
      "sheets",
      "readings",
      "made_fields",
    ],
  },
  import_rows: {
    holds: "personal",
    exported: { record: "record_id" },
    mentions: ["cells", "changes", "issues"],
    erase: eraseImportRows,
  },
  record_merges: { holds: "personal", own: { record: "loser_id" } },
  // The key of what was moved may be that of a conversation, which can carry an address.
  record_merge_moves: { holds: "personal", mentions: ["key"], unique: ["key"] },
  board_totals: { holds: "nothing", why: "how many records each stage has, and their sums" },
  list_indexes: { holds: "personal", mentions: ["reason", "error"] },
  field_conversions: { holds: "personal", mentions: ["error"] },
  field_conversion_notes: { holds: "personal", own: { record: "record_id" } },
  field_conversion_losses: {
    holds: "personal",
    own: { record: "record_id" },
    mentions: ["value"],
  },
};
