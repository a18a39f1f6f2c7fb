import type { WorkspaceDatabase } from "@causeway/platform-database";

export class Crash extends Error {}

/**
 * A workspace whose process dies at one moment: before its n-th transaction, or after that one has committed and
 * before its caller hears of it. From then on everything it does fails, as in a dead process.
 */
export function dyingWorkspace(
  workspace: WorkspaceDatabase,
  death: { readonly transaction: number; readonly when: "before" | "after" },
): WorkspaceDatabase {
  let count = 0;
  let dead = false;
  return {
    ...workspace,
    transaction: async (work, options) => {
      count += 1;
      if (dead || (count === death.transaction && death.when === "before")) {
        dead = true;
        throw new Crash();
      }
      const result = await workspace.transaction(work, options);
      if (count === death.transaction) {
        dead = true;
        throw new Crash();
      }
      return result;
    },
  };
}
