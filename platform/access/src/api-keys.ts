import { AppError, type Clock, newId, type UserId, type WorkspaceId } from "@causeway/kernel";
import type { ApiKey, Role } from "@causeway/platform-contract";
import type { Database } from "@causeway/platform-database";
import { roleReaches } from "@causeway/platform-http";
import { hashSecret, newSecret } from "./secret.ts";
import type { AccessTables } from "./tables.ts";

const prefix = "cw_";
const shownCharacters = 10;

/** Makes a key that acts for its maker; the key itself is given once. Throws AppError("forbidden") above their role. */
export async function createApiKey(
  database: Database,
  input: {
    readonly workspace: WorkspaceId;
    readonly name: string;
    readonly role: Role;
    readonly by: { readonly id: UserId; readonly role: Role };
  },
): Promise<ApiKey & { readonly key: string }> {
  const { workspace, name, role, by } = input;
  if (!roleReaches(by.role, role)) {
    throw new AppError("forbidden", {
      zh: "密钥的权限不能高于你自己的角色",
      en: "A key reaches up to your own role",
    });
  }
  const key = newSecret(prefix);
  const row = await database.shared(
    (trx) =>
      trx
        .$extendTables<AccessTables>()
        .insertInto("api_keys")
        .values({
          id: newId(),
          workspace_id: workspace,
          user_id: by.id,
          name,
          role,
          start: key.slice(0, shownCharacters),
          key_hash: hashSecret(key),
          last_used_at: null,
        })
        .returningAll()
        .executeTakeFirstOrThrow(),
    { kind: "workspace", workspace },
  );
  return { ...present(row), key };
}

/** The keys a user made in a workspace; those of everybody with `all`. */
export async function listApiKeys(
  database: Database,
  workspace: WorkspaceId,
  whose: { readonly user: UserId; readonly all: boolean },
): Promise<readonly ApiKey[]> {
  const rows = await database.shared(
    (trx) => {
      const query = trx
        .$extendTables<AccessTables>()
        .selectFrom("api_keys")
        .selectAll()
        .orderBy("created_at", "desc")
        .limit(500);
      return (whose.all ? query : query.where("user_id", "=", whose.user)).execute();
    },
    { kind: "workspace", workspace },
  );
  return rows.map(present);
}

export async function revokeApiKey(
  database: Database,
  workspace: WorkspaceId,
  id: string,
  whose: { readonly user: UserId; readonly all: boolean },
): Promise<void> {
  const deleted = await database.shared(
    (trx) => {
      const query = trx.$extendTables<AccessTables>().deleteFrom("api_keys").where("id", "=", id);
      return (whose.all ? query : query.where("user_id", "=", whose.user)).executeTakeFirst();
    },
    { kind: "workspace", workspace },
  );
  if (deleted.numDeletedRows === 0n)
    throw new AppError("not-found", { zh: "没有这个密钥", en: "There is no such key" });
}

export interface FoundKey {
  readonly user: UserId;
  readonly workspace: WorkspaceId;
  readonly role: Role;
}

/** Whose key this is; undefined for one that is unknown or revoked. Notes the use, at most once a minute. */
export async function findApiKey(
  database: Database,
  clock: Clock,
  key: string,
): Promise<FoundKey | undefined> {
  if (!key.startsWith(prefix)) return undefined;
  const found = await database.shared(
    (trx) =>
      trx
        .$extendTables<AccessTables>()
        .selectFrom("api_keys")
        .select(["id", "user_id", "workspace_id", "role", "last_used_at"])
        .where("key_hash", "=", hashSecret(key))
        .executeTakeFirst(),
    { kind: "installation", why: "the key tells which workspace it belongs to" },
    { readOnly: true },
  );
  if (!found) return undefined;
  const workspace = found.workspace_id as WorkspaceId;
  const now = clock();
  if ((found.last_used_at?.getTime() ?? 0) < now.getTime() - 60_000) {
    await database.shared(
      (trx) =>
        trx
          .$extendTables<AccessTables>()
          .updateTable("api_keys")
          .set({ last_used_at: now })
          .where("id", "=", found.id)
          .execute(),
      { kind: "workspace", workspace },
    );
  }
  return { user: found.user_id as UserId, workspace, role: found.role };
}

function present(row: {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly start: string;
  readonly created_at: Date;
  readonly last_used_at: Date | null;
}): ApiKey {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    start: row.start,
    createdAt: row.created_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
  };
}
