import { type SourceId, seededRandom, systemClock } from "@causeway/kernel";
import { createRecords } from "@causeway/module-records";
import { createEventWriter, createSource, ingest } from "@causeway/module-touchpoints";
import type { WorkspaceDatabase } from "@causeway/platform-database";

const dayMs = 86_400_000;
/** History is imported: it counts as known when it happened. */
const actor = { kind: "import", id: "test" } as const;

interface Visit {
  readonly at: Date;
  readonly email: string;
  readonly path: string;
}

/** Sends page visits of people who name themselves, as known when they happened. */
export async function visitor(workspace: WorkspaceDatabase) {
  const source = await createSource(workspace, { name: "Site", history: true });
  const writer = createEventWriter({ clock: systemClock });
  let count = 0;
  return async (visits: readonly Visit[]) => {
    for (let at = 0; at < visits.length; at += 1_000) {
      const batch = visits.slice(at, at + 1_000).map(({ at: time, email, path }) => ({
        type: "page",
        messageId: `visit-${++count}`,
        userId: email,
        context: { traits: { email } },
        timestamp: time.toISOString(),
        receivedAt: time.toISOString(),
        properties: { path, title: path },
      }));
      await ingest(
        {
          workspace,
          source: { source: source.id as SourceId, history: true },
          ip: null,
          payload: { batch },
          type: null,
        },
        writer,
        systemClock,
      );
    }
  };
}

/** Closed leads whose visits to pricing tell how they ended, for a model to learn from. */
export async function closedLeads(
  workspace: WorkspaceDatabase,
  visit: Awaited<ReturnType<typeof visitor>>,
) {
  const random = seededRandom(3);
  const leads = Array.from({ length: 300 }, (_, number) => {
    const created = new Date(Date.now() - (380 - number) * dayMs);
    const views = Math.floor(random() * 5);
    const isWon = random() < 1 / (1 + Math.exp(-1.4 * (views - 2)));
    return { number, created, views, isWon, email: `p${number}@firm${number}.cn` };
  });
  await visit(
    leads.flatMap(({ created, views, email }) =>
      Array.from({ length: views + 1 }, (_, index) => ({
        at: new Date(created.getTime() - (index + 1) * 3_600_000),
        email,
        path: index < views ? "/pricing" : "/",
      })),
    ),
  );
  await workspace.transaction((trx) =>
    createRecords(trx, {
      object: "lead",
      actor,
      records: leads.map(({ number, created, isWon, email }) => ({
        values: {
          name: `Lead ${number}`,
          email,
          status: isWon ? "converted" : "lost",
          outcome: isWon ? "won" : "lost",
          closed_at: new Date(created.getTime() + 3 * dayMs).toISOString(),
        },
        occurredAt: created,
      })),
    }),
  );
}
