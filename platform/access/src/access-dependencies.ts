import type { Clock, WorkspaceId } from "@causeway/kernel";
import type { Database } from "@causeway/platform-database";
import type { Auth } from "./auth.ts";
import type { PasswordGate } from "./password-gate.ts";
import type { People } from "./people.ts";

/** What the routes of this package stand on. */
export interface AccessDependencies {
  readonly auth: Auth;
  readonly gate: PasswordGate;
  readonly people: People;
  readonly database: Database;
  readonly clock: Clock;
  readonly publicUrl: string;
  /** Begins to fill a workspace that was founded as the demo company. */
  readonly startDemo: (workspace: WorkspaceId) => Promise<void>;
}
