export { createApiKey } from "./api-keys.ts";
export { addMember, listMembers, workspacesOf } from "./memberships.ts";
export { accessMigrations } from "./migrations.ts";
export { type AccessControl, type AccessOptions, openAccess } from "./open-access.ts";
export type { People } from "./people.ts";
export { hashSecret, newSecret } from "./secret.ts";
export type { AccessTables } from "./tables.ts";
