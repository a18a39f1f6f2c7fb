import type { Jobs } from "@causeway/platform-jobs";
import type { UserNames } from "../present/reference-titles.ts";

/** What the routes of this module need from the composition root. */
export interface RecordsDependencies {
  /** Takes imports over; whoever starts the server also calls `workImports`. */
  readonly jobs: Pick<Jobs, "send">;
  /** Names of users by id; unknown ids are left out. */
  readonly userNames: UserNames;
}
