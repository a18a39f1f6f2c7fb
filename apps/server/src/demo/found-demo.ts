import type { UserId } from "@causeway/kernel";
import { AppError, type WorkspaceId } from "@causeway/kernel";
import { type AccessTables, addMember } from "@causeway/platform-access";
import type { Database } from "@causeway/platform-database";
import { changeDemoState } from "./demo-state.ts";

/** The demo company's name: a maker of laser cutting machines that does not exist. */
export const demoNames = { zh: "启衡智能装备", en: "Qiheng Laser" } as const;

/**
 * Founds a workspace for the demo company; every administrator owns it. The load itself is begun by `Demo.start`.
 * Throws AppError("conflict") where there is a demo company already.
 */
export async function foundDemo(database: Database, locale: "zh" | "en"): Promise<WorkspaceId> {
  if ((await database.workspaces()).some(({ isDemo }) => isDemo)) {
    throw new AppError("conflict", {
      zh: "已有演示公司，请先移除它",
      en: "There is a demo company already; remove it first",
    });
  }
  const { id } = await database.createWorkspace({
    name: demoNames[locale],
    locale,
    isDemo: true,
  });
  const administrators = await database.shared((trx) =>
    trx.$extendTables<AccessTables>().selectFrom("administrators").select("user_id").execute(),
  );
  for (const { user_id } of administrators) {
    await addMember(database, id, user_id as UserId, "owner");
  }
  return id;
}

/** Who owned the workspace first; null while nobody does. */
export async function firstOwner(
  database: Database,
  workspace: WorkspaceId,
): Promise<string | null> {
  const owner = await database.shared(
    (trx) =>
      trx
        .$extendTables<AccessTables>()
        .selectFrom("memberships")
        .select("user_id")
        .where("workspace_id", "=", workspace)
        .where("role", "=", "owner")
        .orderBy("joined_at")
        .limit(1)
        .executeTakeFirst(),
    { kind: "workspace", workspace },
  );
  return owner?.user_id ?? null;
}

/** Ends a running load and removes the workspace with everything in it, for good. */
export async function removeDemo(database: Database, id: WorkspaceId): Promise<void> {
  const workspace = await database.workspace(id);
  await workspace.transaction((trx) => changeDemoState(trx, { state: "cancelled" }));
  await database.dropWorkspace(id);
}
