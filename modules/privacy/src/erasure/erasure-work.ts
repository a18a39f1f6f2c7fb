import type { Redactor, TombstoneKey } from "@causeway/platform-audit";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import type { KeptPerson } from "../person/kept-person.ts";

/** One erasure under way. */
export interface ErasureWork {
  readonly workspace: WorkspaceDatabase;
  readonly erasure: string;
  readonly person: KeptPerson;
  readonly key: TombstoneKey;
  readonly redactor: Redactor;
  readonly signal: AbortSignal;
}
