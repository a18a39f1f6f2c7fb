import type { ReadingPreview, SettingValues } from "@causeway/platform-contract";
import { parseEvent } from "../wire/parse-event.ts";
import { checkSettings } from "./check-settings.ts";
import type { ConnectorKind } from "./connector.ts";
import { readColumns } from "./mapped/read-columns.ts";
import { proposeTargets, targets } from "./mapped/targets.ts";
import { readRecords } from "./records/read-records.ts";

const shown = 20;

/** What a sample would become under settings that need not be stored yet. Throws `AppError("bad-input")`. */
export async function previewReading(
  kind: ConnectorKind,
  request: {
    readonly settings: SettingValues;
    readonly sample: string;
    readonly contentType: string;
  },
  receivedAt: Date,
): Promise<ReadingPreview> {
  const settings = checkSettings(kind, request.settings);
  const delivery = {
    ...{ method: "POST", query: {}, receivedAt },
    headers: { "content-type": request.contentType },
    body: Buffer.from(request.sample),
  };
  const { events, failures } = (await kind.read?.(delivery, settings)) ?? {
    events: [],
    failures: [],
  };
  const reception = { receivedAt, sentAt: null, type: null, context: {}, ip: null, history: false };
  const verdicts = events.slice(0, shown).map((event) => parseEvent(event, reception));
  const records = readRecords(delivery);
  const columns = records.ok ? readColumns(records.records) : [];
  const proposed = proposeTargets(columns.map(({ path }) => path));
  return {
    columns: columns.map((column) => ({ ...column, proposed: proposed[column.path] ?? null })),
    targets: targets.map(({ name, label }) => ({ name, label })),
    events: verdicts.flatMap((verdict) =>
      verdict.ok
        ? [
            {
              type: verdict.event.type,
              name: verdict.event.name,
              payload: JSON.parse(
                verdict.event.payload.toString(),
              ) as ReadingPreview["events"][number]["payload"],
            },
          ]
        : [],
    ),
    failures: [...failures, ...verdicts.flatMap((verdict) => (verdict.ok ? [] : [verdict]))]
      .slice(0, shown)
      .map(({ reason }) => ({ reason })),
  };
}
