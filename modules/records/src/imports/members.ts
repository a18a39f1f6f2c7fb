import type { WorkspaceId } from "@causeway/kernel";
import type { Found } from "./rows/find-references.ts";

export interface WorkspaceMember {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** The members of a workspace, from whoever knows users. */
export type MembersOf = (workspace: WorkspaceId) => Promise<readonly WorkspaceMember[]>;

/** Finds members by what files call them. */
export interface MemberFinder {
  find(text: string): Found;
  nameOf(id: string): string | undefined;
  /** Names that one member has alone. */
  readonly names: readonly string[];
}

/** Members are found by e-mail address, name or id, whatever the case, width and spaces. */
export function memberFinder(members: readonly WorkspaceMember[]): MemberFinder {
  const byText = new Map<string, Set<string>>();
  for (const { id, name, email } of members) {
    for (const text of [id, name, email].map(fold)) {
      if (text !== "") byText.set(text, (byText.get(text) ?? new Set()).add(id));
    }
  }
  const names = new Map(members.map(({ id, name }) => [id, name]));
  const find = (text: string): Found => {
    const [id, ...others] = byText.get(fold(text)) ?? [];
    if (id === undefined) return "none";
    return others.length > 0 ? "several" : { id };
  };
  return {
    find,
    nameOf: (id) => names.get(id),
    names: [...names.values()].filter((name) => typeof find(name) === "object"),
  };
}

/** Of a workspace whose members nobody tells. */
export const noMembers = memberFinder([]);

function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
}
