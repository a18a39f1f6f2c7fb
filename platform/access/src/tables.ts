import type { Role } from "@causeway/platform-contract";
import type { Generated } from "kysely";

/** Shared tables of this package. Users and sessions are better-auth's, in the schema `auth`. */
export type AccessTables = {
  administrators: { user_id: string; created_at: Generated<Date> };
  setup_tokens: { token_hash: string; expires_at: Date };
  sign_in_links: { token_hash: string; user_id: string; expires_at: Date };
  memberships: {
    workspace_id: string;
    user_id: string;
    role: Role;
    joined_at: Generated<Date>;
  };
  invitations: {
    id: string;
    workspace_id: string;
    email: string;
    role: Role;
    token_hash: string;
    invited_by: string;
    created_at: Generated<Date>;
    expires_at: Date;
    accepted_at: Date | null;
  };
  api_keys: {
    id: string;
    workspace_id: string;
    user_id: string;
    name: string;
    role: Role;
    start: string;
    key_hash: string;
    created_at: Generated<Date>;
    last_used_at: Date | null;
  };
};
