import type { Role } from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";

/** What an answer was asked for: ids may stand in the path alone. */
export interface Asked {
  readonly params: unknown;
}

/** Takes out of an answer what is kept from its reader. */
export type Veil = (answer: unknown, asked: Asked) => Promise<unknown>;

/** The veil for a role of a workspace; null where nothing is kept from it. */
export type VeilOf = (workspace: WorkspaceDatabase, role: Role) => Promise<Veil | null>;
