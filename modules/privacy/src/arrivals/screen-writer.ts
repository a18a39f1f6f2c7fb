import { whenReady } from "@causeway/kernel";
import type { EventWriter } from "@causeway/module-touchpoints";
import type { TombstoneDirectory, TombstoneKey } from "@causeway/platform-audit";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { namesErased } from "./names-erased.ts";
import { screenEvent } from "./screen-event.ts";

type Delivery = Parameters<EventWriter["write"]>[1];

/**
 * A writer that keeps out what names an erased person, whichever way it came: their events are dropped, and they are
 * taken out of events of others. What was refused anyway is counted without its content. Costs nothing where nobody was
 * erased.
 */
export function screenWriter(
  writer: EventWriter,
  { directory, key }: { readonly directory: TombstoneDirectory; readonly key: TombstoneKey },
): EventWriter {
  return {
    ...writer,
    get queuedBytes() {
      return writer.queuedBytes;
    },
    get queuedEvents() {
      return writer.queuedEvents;
    },
    get refused() {
      return writer.refused;
    },
    write(workspace, delivery) {
      const writeKept = async (buried: ReadonlySet<string>): Promise<void> => {
        const { kept, counts } = screen(delivery, buried, key);
        if (counts.dropped + counts.stripped > 0) {
          await workspace.transaction((trx) => addArrivals(trx, counts));
        }
        if (kept.events.length + kept.rejected.length > 0) await writer.write(workspace, kept);
      };
      const written = whenReady(directory.find(workspace), (buried) =>
        buried.size === 0 ? writer.write(workspace, delivery) : writeKept(buried),
      );
      return Promise.resolve(written);
    },
  };
}

interface Counts {
  readonly dropped: number;
  readonly stripped: number;
}

function screen(
  delivery: Delivery,
  buried: ReadonlySet<string>,
  key: TombstoneKey,
): { readonly kept: Delivery; readonly counts: Counts } {
  let dropped = 0;
  let stripped = 0;
  const events = delivery.events.flatMap((event) => {
    const verdict = screenEvent(event, buried, key);
    if (verdict.kind === "dropped") dropped++;
    if (verdict.kind === "stripped") stripped++;
    return verdict.kind === "dropped" ? [] : [verdict.event];
  });
  const rejected = delivery.rejected.map((each) => {
    if (!namesErased(JSON.parse(each.payload), buried, key)) return each;
    stripped++;
    return { ...each, payload: "{}" };
  });
  return { kept: { ...delivery, events, rejected }, counts: { dropped, stripped } };
}

/** Adds to what is shown of late arrivals. */
export async function addArrivals(trx: WorkspaceTransaction, counts: Counts): Promise<void> {
  const rows = Object.entries(counts).filter(([, count]) => count > 0);
  await sql`insert into erased_arrivals (day, outcome, count)
    select current_date, outcome, count from unnest(
      ${rows.map(([outcome]) => outcome)}::text[], ${rows.map(([, count]) => count)}::bigint[]) as r(outcome, count)
    order by outcome
    on conflict (day, outcome) do update set count = erased_arrivals.count + excluded.count`.execute(
    trx,
  );
}
