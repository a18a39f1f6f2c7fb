import { type SourceId, systemClock } from "@causeway/kernel";
import { identityProjection } from "@causeway/module-identity";
import {
  catchUpProjections,
  createEventWriter,
  createSource,
  ingest,
  type Projection,
} from "@causeway/module-touchpoints";
import { twinProjection } from "@causeway/module-twin";
import type { WorkspaceDatabase } from "@causeway/platform-database";

/** A page that a person, known by a mail address, looked at. */
export interface PageView {
  readonly at: Date;
  readonly email: string;
  readonly path: string;
}

/** Lets people look at pages of a workspace, known when it happened, and brings the projections up to date. */
export async function pageViewer(
  workspace: WorkspaceDatabase,
  more: readonly Projection[] = [],
): Promise<(views: readonly PageView[]) => Promise<void>> {
  const source = await createSource(workspace, { name: "All", history: true });
  const writer = createEventWriter({ clock: systemClock });
  let count = 0;
  return async (views) => {
    const batch = views.map(({ at, email, path }) => ({
      type: "page",
      messageId: `m${++count}`,
      userId: email,
      context: { traits: { email } },
      timestamp: at.toISOString(),
      receivedAt: at.toISOString(),
      properties: { path, title: path },
    }));
    for (let from = 0; from < batch.length; from += 1_000) {
      await ingest(
        {
          workspace,
          source: { source: source.id as SourceId, history: true },
          ip: null,
          payload: { batch: batch.slice(from, from + 1_000) },
          type: null,
        },
        writer,
        systemClock,
      );
    }
    await catchUpProjections(workspace, [identityProjection, twinProjection, ...more]);
  };
}
