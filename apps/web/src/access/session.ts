import type { Me, Role, WorkspaceSummary } from "@causeway/platform-contract";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { meQuery } from "../api/session-queries.ts";

const ranks: Readonly<Record<Role, number>> = { member: 0, admin: 1, owner: 2 };

/** Whether a role may do what another role may. */
export function isAtLeast(role: Role, needed: Role): boolean {
  return ranks[role] >= ranks[needed];
}

/** Where a person goes after signing in: their first workspace, else the choice of one. */
export function homeOf(me: Me): string {
  const first = me.workspaces[0];
  return first ? `/w/${first.id}/workbench` : "/start";
}

export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}

/** The workspace in the address. Throws where the person is not in it; the router shows "not found". */
export function useWorkspace(): WorkspaceSummary {
  const me = useMe();
  const { workspace: id } = useParams({ strict: false });
  const workspace = me.workspaces.find((each) => each.id === id);
  if (!workspace) throw new Error("not in this workspace");
  return workspace;
}
