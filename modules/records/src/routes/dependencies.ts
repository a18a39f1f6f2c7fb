import type { UserNames } from "../present/reference-titles.ts";

/** What the routes of this module need from the composition root. */
export interface RecordsDependencies {
  /** Names of users by id; unknown ids are left out. */
  readonly userNames: UserNames;
}
