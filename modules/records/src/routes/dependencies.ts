import type { Jobs } from "@causeway/platform-jobs";
import type { ConsentOf } from "../export/consent-column.ts";
import type { MembersOf } from "../imports/members.ts";
import type { ListUse } from "../indexes/list-use.ts";
import type { UserNames } from "../present/reference-titles.ts";

/** What the routes of this module need from the composition root. */
export interface RecordsDependencies {
  /** Takes imports and indexes over; whoever starts the server also calls `workImports` and `workIndexes`. */
  readonly jobs: Pick<Jobs, "send">;
  /** Names of users by id; unknown ids are left out. */
  readonly userNames: UserNames;
  /** Who may own records; without it files name nobody that is known. */
  readonly membersOf?: MembersOf;
  /** What people said about the use of their data; without it lists leave without being asked. */
  readonly consentOf?: ConsentOf;
  /** Notices lists that are slow again and again; without it none is helped by an index. */
  readonly listUse?: ListUse;
}
