import type { Transaction } from "kysely";

/**
 * Every table outside the workspaces' schemas is named here, with the reason why one workspace's work cannot show in
 * another through it. A test compares this list with the database.
 * `row-level security`: has `workspace_id`, made by `isolateByWorkspace`. `no workspace data`: holds nothing of one.
 */
export const sharedTables = {
  installation: { isolation: "no workspace data", why: "one row: the id of this installation" },
  schema_migrations: { isolation: "no workspace data", why: "which migrations have run" },
  workspaces: { isolation: "no workspace data", why: "names and places of the workspaces" },
  administrators: { isolation: "no workspace data", why: "who may found workspaces" },
  setup_tokens: { isolation: "no workspace data", why: "the link for the first owner" },
  sign_in_links: { isolation: "no workspace data", why: "links by which people set a password" },
  memberships: { isolation: "row-level security", why: "a user also sees their own" },
  invitations: { isolation: "row-level security", why: "links into one workspace" },
  api_keys: { isolation: "row-level security", why: "each reaches one workspace" },
} as const satisfies Record<
  string,
  { readonly isolation: "row-level security" | "no workspace data"; readonly why: string }
>;

/** The shared tables of this package; modules add theirs with `trx.$extendTables<…>()`. */
export type SharedTables = {
  workspaces: {
    id: string;
    name: string;
    locale: "zh" | "en";
    is_demo: boolean;
    schema_name: string;
    created_at: Date;
  };
};

/** A transaction on the shared tables. */
export type SharedTransaction = Transaction<SharedTables>;

/**
 * Whose rows a transaction on the shared tables sees in tables under row-level security: those of one workspace, of
 * one user (for tables with a user column), or all (`installation`: resolving a key, housekeeping).
 */
export type SharedScope =
  | { readonly kind: "none" }
  | { readonly kind: "workspace"; readonly workspace: string }
  | { readonly kind: "user"; readonly user: string }
  | { readonly kind: "installation"; readonly why: string };
