import type { RawDelivery } from "../connectors/connector.ts";
import { type DeviceWindow, summaryOf } from "./thin.ts";

/** A window that is over. */
export interface ClosedWindow {
  readonly summary: DeviceWindow;
  readonly openedAt: Date;
  readonly windowMs: number;
}

/** Windows that are over as one delivery for reading, a record each, in the order of their last sign of life. */
export function closedWindows(windows: readonly ClosedWindow[], receivedAt: Date): RawDelivery {
  const records = [...windows]
    .sort((left, right) => left.summary.last - right.summary.last)
    .map(({ summary, openedAt, windowMs }) => ({
      ...summaryOf(summary, windowMs),
      // A window that was opened again by what came very late is another one.
      opened: openedAt.toISOString(),
    }));
  return {
    ...{ method: "WINDOWS", query: {}, headers: { "content-type": "application/json" } },
    ...{ body: Buffer.from(JSON.stringify(records)), receivedAt },
  };
}
