import type { ReadingPreview, SettingValues } from "@causeway/platform-contract";
import { parseEvent } from "../wire/parse-event.ts";
import { checkSettings } from "./check-settings.ts";
import type { ConnectorKind } from "./connector.ts";

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
  return {
    events: verdicts.flatMap((verdict) =>
      verdict.ok
        ? [
            {
              type: verdict.event.type,
              name: verdict.event.name,
              payload: JSON.parse(
                verdict.event.payload,
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
