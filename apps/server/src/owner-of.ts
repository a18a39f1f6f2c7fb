import type { UserId } from "@causeway/kernel";
import type { OwnerOf } from "@causeway/module-agents";
import { listMembers, type People } from "@causeway/platform-access";
import type { Database } from "@causeway/platform-database";

/** Who acts on a record: its owner while a member of the workspace, else the workspace's first owner. */
export function ownerOf(database: Database, people: People): OwnerOf {
  return async (workspace, ownerId) => {
    const members = await listMembers(database, people, workspace);
    const member =
      members.find(({ userId }) => userId === ownerId) ??
      members.find(({ role }) => role === "owner");
    const known = await database.workspaces();
    const locale = known.find(({ id }) => id === workspace)?.locale ?? "zh";
    if (!member) return { locale };
    return { userId: member.userId as UserId, email: member.email, locale };
  };
}
