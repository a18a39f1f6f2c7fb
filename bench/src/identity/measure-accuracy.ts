import {
  type EventItem,
  type Market,
  simulateMarket,
  streamMarket,
} from "@causeway/engine-simulation";
import { identityProjection, matchPeople, saveRule } from "@causeway/module-identity";
import { catchUpProjections } from "@causeway/module-touchpoints";
import { matchingRuleBodySchema } from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { sql } from "kysely";
import { openWorkspace } from "./open-workspace.ts";
import { findIdentifiable } from "./oracle.ts";
import { plantSharedDevices } from "./plant-shared-devices.ts";
import { type Owned, type Scores, scoreAssignments } from "./score-assignments.ts";
import { eventSender } from "./send-events.ts";

export interface Accuracy {
  readonly events: number;
  readonly deterministic: Scores;
  readonly withRule: Scores;
  readonly oracle: Scores;
  /** People whom events made one although two of them named themselves, among those of planted devices. */
  readonly wrongMerges: number;
  readonly devices: number;
}

const fingerprint = matchingRuleBodySchema.parse({
  name: "Address and browser",
  fields: [
    { field: "ip", kind: "category", mostSharing: 6 },
    { field: "user_agent", kind: "category" },
  ],
  blocking: [["ip", "user_agent"]],
  mergeAt: 0.95,
  reviewAt: 0.6,
});

/** A simulated company with known truth, resolved by the rules alone, then with a fingerprint rule, then by an oracle. */
export async function measureAccuracy(
  request: { readonly seed: number; readonly customers: number; readonly months: number },
  devices: number,
): Promise<Accuracy> {
  const startMs = Date.UTC(2025, 10, 1);
  const market = simulateMarket({ ...request, startMs, locale: "zh" });
  const items = eventsOf(market);
  const endMs = items.at(-1)?.atMs ?? startMs;
  const opened = await openWorkspace();
  try {
    const { workspace } = opened;
    const send = await eventSender(workspace);
    await send(items.map(({ event }) => event));
    await catchUpProjections(workspace, [identityProjection]);
    const score = async () => scoreAssignments(await ownedBy(workspace, items), endMs);
    const deterministic = await score();
    await applyRule(workspace);
    const withRule = await score();
    const planted = plantSharedDevices(market, devices, startMs);
    await send(planted.map(({ event }) => event));
    await catchUpProjections(workspace, [identityProjection]);
    await lookAtAll(workspace);
    return {
      events: items.length + planted.length,
      deterministic,
      withRule,
      oracle: scoreAssignments(findIdentifiable(items), endMs),
      wrongMerges: await countWrongMerges(workspace, market),
      devices,
    };
  } finally {
    await opened.close();
  }
}

function eventsOf(market: Market): readonly EventItem[] {
  return [...streamMarket(market)].filter((item): item is EventItem => item.kind === "event");
}

async function applyRule(workspace: WorkspaceDatabase): Promise<void> {
  const actor = { kind: "system", id: "bench" } as const;
  await workspace.transaction((trx) => saveRule(trx, fingerprint, actor, new Date()));
  await lookAtQueue(workspace);
}

async function lookAtAll(workspace: WorkspaceDatabase): Promise<void> {
  await workspace.transaction((trx) =>
    sql`insert into matching_queue (profile_id) select id from profiles
      where id = canonical_id on conflict do nothing`.execute(trx),
  );
  await lookAtQueue(workspace);
}

async function lookAtQueue(workspace: WorkspaceDatabase): Promise<void> {
  for (let looked = 1; looked > 0; ) {
    looked = await workspace.transaction((trx) => matchPeople(trx, new Date()));
  }
}

/** Every event with the person it was given to, and whether anybody ever named that person. */
async function ownedBy(
  workspace: WorkspaceDatabase,
  items: readonly EventItem[],
): Promise<readonly Owned[]> {
  const { rows } = await workspace.transaction((trx) =>
    sql<{ message: string; owner: string; known: boolean }>`
      select e.message_id as message, p.canonical_id as owner, r.known from events e
      join event_profiles x on x.event_id = e.id join profiles p on p.id = x.profile_id
      join profiles r on r.id = p.canonical_id`.execute(trx),
  );
  const owners = new Map(rows.map(({ message, owner, known }) => [message, { owner, known }]));
  return items.map((item) => {
    const found = owners.get(item.event.messageId);
    return { item, owner: found?.owner ?? null, known: found?.known ?? false };
  });
}

/** People who hold e-mail addresses of two true persons or more. */
async function countWrongMerges(workspace: WorkspaceDatabase, market: Market): Promise<number> {
  const { rows } = await workspace.transaction((trx) =>
    sql<{ owner: string; mail: string }>`select p.canonical_id as owner, i.value as mail
      from identifiers i join profiles p on p.id = i.profile_id where i.kind = 'email'`.execute(
      trx,
    ),
  );
  const persons = new Map(market.population.persons.map(({ email, index }) => [email, index]));
  const held = new Map<string, Set<number>>();
  for (const { owner, mail } of rows) {
    const person = persons.get(mail);
    if (person !== undefined) held.set(owner, (held.get(owner) ?? new Set()).add(person));
  }
  return [...held.values()].filter((people) => people.size > 1).length;
}
