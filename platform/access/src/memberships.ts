import { AppError, type UserId, type WorkspaceId } from "@causeway/kernel";
import type { Member, Role, WorkspaceSummary } from "@causeway/platform-contract";
import type { Database, SharedTransaction } from "@causeway/platform-database";
import { roleReaches } from "@causeway/platform-http";
import type { People } from "./people.ts";
import type { AccessTables } from "./tables.ts";

/** The role of a user in a workspace; null when they are not in it. */
export async function roleOf(
  database: Database,
  user: UserId,
  workspace: WorkspaceId,
): Promise<Role | null> {
  const found = await database.shared(
    (trx) =>
      trx
        .$extendTables<AccessTables>()
        .selectFrom("memberships")
        .select("role")
        .where("workspace_id", "=", workspace)
        .where("user_id", "=", user)
        .executeTakeFirst(),
    { kind: "user", user },
    { readOnly: true },
  );
  return found?.role ?? null;
}

/** The workspaces a user is in, oldest membership first. */
export async function workspacesOf(
  database: Database,
  user: UserId,
): Promise<readonly WorkspaceSummary[]> {
  const rows = await database.shared(
    (trx) =>
      trx
        .$extendTables<AccessTables>()
        .selectFrom("memberships")
        .innerJoin("workspaces", "workspaces.id", "memberships.workspace_id")
        .select(["id", "name", "locale", "is_demo", "role"])
        .where("user_id", "=", user)
        .orderBy("joined_at")
        .orderBy("id")
        .execute(),
    { kind: "user", user },
  );
  return rows.map(({ is_demo, ...row }) => ({ ...row, isDemo: is_demo }));
}

/** Whether a user may found workspaces: administrators of the installation and owners of a workspace. */
export async function mayFoundWorkspace(database: Database, user: UserId): Promise<boolean> {
  const administrator = await database.shared((trx) =>
    trx
      .$extendTables<AccessTables>()
      .selectFrom("administrators")
      .select("user_id")
      .where("user_id", "=", user)
      .executeTakeFirst(),
  );
  if (administrator) return true;
  return (await workspacesOf(database, user)).some(({ role }) => role === "owner");
}

export async function addMember(
  database: Database,
  workspace: WorkspaceId,
  user: UserId,
  role: Role,
): Promise<void> {
  await database.shared((trx) => insertMember(trx, workspace, user, role), {
    kind: "workspace",
    workspace,
  });
}

/** Adds a member, or raises the role of one; an invitation never lowers it. */
export async function insertMember(
  trx: SharedTransaction,
  workspace: WorkspaceId,
  user: UserId,
  role: Role,
): Promise<void> {
  const tables = trx.$extendTables<AccessTables>();
  const found = await tables
    .selectFrom("memberships")
    .select("role")
    .where("workspace_id", "=", workspace)
    .where("user_id", "=", user)
    .forUpdate()
    .executeTakeFirst();
  if (found && roleReaches(found.role, role)) return;
  await tables
    .insertInto("memberships")
    .values({ workspace_id: workspace, user_id: user, role })
    .onConflict((conflict) => conflict.columns(["workspace_id", "user_id"]).doUpdateSet({ role }))
    .execute();
}

export async function listMembers(
  database: Database,
  people: People,
  workspace: WorkspaceId,
): Promise<readonly Member[]> {
  const rows = await database.shared(
    (trx) =>
      trx
        .$extendTables<AccessTables>()
        .selectFrom("memberships")
        .select(["user_id", "role", "joined_at"])
        .orderBy("joined_at")
        .orderBy("user_id")
        .execute(),
    { kind: "workspace", workspace },
  );
  const users = await people.byIds(rows.map((row) => row.user_id));
  return rows.map((row) => ({
    userId: row.user_id,
    name: users.get(row.user_id)?.name ?? "",
    email: users.get(row.user_id)?.email ?? "",
    role: row.role,
    joinedAt: row.joined_at.toISOString(),
  }));
}

interface MemberChange {
  readonly workspace: WorkspaceId;
  /** Whose membership changes. */
  readonly user: string;
  /** Who changes it, and their role. */
  readonly by: { readonly id: UserId; readonly role: Role };
  /** Null removes the member, and ends the keys they made. */
  readonly role: Role | null;
}

/**
 * Changes or ends a membership. Nobody touches a role above their own or gives one; everyone may leave; a
 * workspace keeps at least one owner. Throws AppError("not-found" | "forbidden" | "conflict").
 */
export async function changeMember(database: Database, change: MemberChange): Promise<void> {
  const { workspace, user, by, role } = change;
  await database.shared(
    async (trx) => {
      const tables = trx.$extendTables<AccessTables>();
      // Row-level security leaves this workspace's rows only.
      const members = await tables
        .selectFrom("memberships")
        .select(["user_id", "role"])
        .orderBy("user_id")
        .forUpdate()
        .execute();
      const current = members.find((member) => member.user_id === user);
      if (!current)
        throw new AppError("not-found", { zh: "没有这位成员", en: "There is no such member" });
      const leaves = user === by.id && role === null;
      const within =
        roleReaches(by.role, "admin") &&
        roleReaches(by.role, current.role) &&
        (role === null || roleReaches(by.role, role));
      if (!leaves && !within) {
        throw new AppError("forbidden", {
          zh: "你的角色权限不够",
          en: "Your role does not reach that far",
        });
      }
      const owners = members.filter((member) => member.role === "owner");
      if (current.role === "owner" && role !== "owner" && owners.length === 1) {
        throw new AppError("conflict", {
          zh: "工作区至少要有一位所有者，请先指定另一位",
          en: "A workspace needs an owner; name another one first",
        });
      }
      if (role === null) {
        await tables.deleteFrom("memberships").where("user_id", "=", user).execute();
        await tables.deleteFrom("api_keys").where("user_id", "=", user).execute();
      } else {
        await tables.updateTable("memberships").set({ role }).where("user_id", "=", user).execute();
      }
    },
    { kind: "workspace", workspace },
  );
}
