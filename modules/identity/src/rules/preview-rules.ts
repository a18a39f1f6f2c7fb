import { logStart, readEvents } from "@causeway/module-touchpoints";
import type { IdentityPreview } from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { previewNumbers } from "../companies/preview-numbers.ts";
import { askOf, foldEvents } from "../graph/fold-events.ts";
import { emptyGraph, type GraphState, rootOf } from "../graph/graph-state.ts";
import { allConstraints } from "../store/load-constraints.ts";
import { type IdentityRules, ruleBook } from "./identity-rules.ts";
import { readExceptions } from "./read-book.ts";
import { readRules } from "./rule-store.ts";

/** Events that a preview folds at most, from the start of the log. */
const mostEvents = 100_000;
const pageSize = 2_000;
const mostSamples = 8;

/**
 * What other rules would make of the history: both are folded beside each other in memory, and nothing is changed.
 * Addresses that somebody excepted from the list of mailboxes stay excepted from any other list.
 */
export async function previewRules(
  workspace: WorkspaceDatabase,
  draft: IdentityRules,
): Promise<IdentityPreview> {
  const { rules, people, constraints } = await workspace.transaction(
    async (trx) => ({
      ...(await readRules(trx)),
      people: await readExceptions(trx),
      constraints: await allConstraints(trx),
    }),
    { readOnly: true },
  );
  const before = emptyGraph(ruleBook(rules, people), constraints);
  const after = emptyGraph(ruleBook(draft, people), constraints);
  const owners: (readonly [string | undefined, string | undefined])[] = [];
  let position = logStart;
  let isWhole = false;
  while (!isWhole && owners.length < mostEvents) {
    const page = await workspace.transaction(
      (trx) => readEvents(trx, { after: position, upTo: null, limit: pageSize }),
      { readOnly: true },
    );
    const [old, fresh] = [before, after].map((state) => ownersOf(state, page.events));
    for (const { id } of page.events) owners.push([old?.get(id), fresh?.get(id)]);
    position = page.end;
    isWhole = page.events.length < pageSize;
  }
  const numbers = await previewNumbers(workspace, draft.companyNumbers);
  return { events: owners.length, isWhole, ...compare(before, after, owners), numbers };
}

function ownersOf(
  state: GraphState,
  events: readonly Parameters<typeof askOf>[0][],
): ReadonlyMap<string, string> {
  const resolved = foldEvents(
    state,
    events.map((event) => askOf(event, state.book)),
  );
  return new Map(resolved.map(({ event, profile }) => [event.id, profile]));
}

type Comparison = Omit<IdentityPreview, "events" | "isWhole" | "numbers">;

function compare(
  before: GraphState,
  after: GraphState,
  owners: readonly (readonly [string | undefined, string | undefined])[],
): Comparison {
  const into = new Map<string, Set<string>>();
  const outOf = new Map<string, Set<string>>();
  const people = { before: new Set<string>(), after: new Set<string>() };
  for (const [old, fresh] of owners) {
    const left = old && rootOf(before, old as never).id;
    const right = fresh && rootOf(after, fresh as never).id;
    if (left) people.before.add(left);
    if (right) people.after.add(right);
    if (!left || !right) continue;
    into.set(left, (into.get(left) ?? new Set()).add(right));
    outOf.set(right, (outOf.get(right) ?? new Set()).add(left));
  }
  const split = [...into].filter(([, parts]) => parts.size > 1);
  const joined = [...outOf].filter(([, parts]) => parts.size > 1);
  const names = (state: GraphState, ids: Iterable<string>) =>
    [...ids].slice(0, 6).flatMap((id) => {
      const profile = state.profiles.get(id as never);
      return profile === undefined ? [] : [{ kind: profile.kind, value: profile.value }];
    });
  return {
    peopleBefore: people.before.size,
    peopleAfter: people.after.size,
    joined: new Set(joined.flatMap(([, parts]) => [...parts])).size,
    split: split.length,
    samples: [
      ...joined.slice(0, mostSamples).map(([, parts]) => ({
        change: "joined" as const,
        people: names(before, parts),
      })),
      ...split.slice(0, mostSamples).map(([, parts]) => ({
        change: "split" as const,
        people: names(after, parts),
      })),
    ],
  };
}
