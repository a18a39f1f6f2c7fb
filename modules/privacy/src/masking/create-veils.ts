import type { WorkspaceId } from "@causeway/kernel";
import { masksChannel, readMaskRules } from "@causeway/module-records";
import type { MaskRule, PersonalKind, Role } from "@causeway/platform-contract";
import type { Database, WorkspaceDatabase } from "@causeway/platform-database";
import type { Veil, VeilOf } from "@causeway/platform-http";
import { keptWords } from "./kept-words.ts";
import { type KeptKinds, namedIn, veilAnswer } from "./veil-answer.ts";

/** The veils of all workspaces: what is kept from a role is taken out of every answer it gets. */
export interface Veils {
  readonly veilOf: VeilOf;
  close(): Promise<void>;
}

/** Keeps the rules that it found until a workspace says that they changed. */
export async function createVeils(database: Pick<Database, "listen">): Promise<Veils> {
  const found = new Map<WorkspaceId, readonly MaskRule[]>();
  let generation = 0;
  const stop = await database.listen(masksChannel, () => {
    generation++;
    found.clear();
  });
  const rulesOf = async (workspace: WorkspaceDatabase): Promise<readonly MaskRule[]> => {
    const known = found.get(workspace.id);
    if (known !== undefined) return known;
    const startedAt = generation;
    const rules = await workspace.transaction(readMaskRules, { readOnly: true });
    if (generation === startedAt) found.set(workspace.id, rules);
    return rules;
  };
  return {
    async veilOf(workspace, role) {
      if (role === "owner") return null;
      const rules = (await rulesOf(workspace)).filter((rule) => rule.role === role);
      return rules.length === 0 ? null : veilFor(workspace, role, keptKinds(rules));
    },
    close: stop,
  };
}

function keptKinds(rules: readonly MaskRule[]): KeptKinds {
  const kinds = new Map<PersonalKind, "masked" | "hidden">();
  for (const rule of rules) {
    if ("kind" in rule && rule.sight !== "whole") kinds.set(rule.kind, rule.sight);
  }
  return kinds;
}

function veilFor(workspace: WorkspaceDatabase, role: Role, kinds: KeptKinds): Veil {
  return async (answer, { params }) => {
    const named = namedIn(answer, params);
    if (!named.hasTexts) return answer;
    const words = await workspace.transaction((trx) => keptWords(trx, named, role), {
      readOnly: true,
    });
    return veilAnswer(answer, words, kinds);
  };
}
