import type { EventItem } from "@causeway/engine-simulation";
import type { JsonObject, RawDelivery } from "@causeway/module-touchpoints";

/** What the other side of a source knows: the settings as its form takes them. */
export type RawSettings = Readonly<Record<string, string>>;

/** How the world outside reports events of one kind of source. */
export interface RawFormat {
  /** Name of the source's kind. */
  readonly connector: string;
  /** Settings of a new source; secrets are made anew for each. */
  readonly settings: (locale: "zh" | "en") => RawSettings;
  /** Whether the other side reports this event; what it does not report comes through the ingestion API. */
  readonly reports: (item: EventItem) => boolean;
  /** What the other side sends for these events, in their order. */
  readonly write: (items: readonly EventItem[], settings: RawSettings) => readonly RawDelivery[];
  /** What it also sent and nobody could read, as happens everywhere; of the days before `at`. */
  readonly broken: (at: Date, settings: RawSettings) => readonly RawDelivery[];
}

/** A request with a JSON body that arrived when the last of its events had happened. */
export function jsonDelivery(
  body: JsonObject | readonly JsonObject[],
  receivedAt: Date,
  headers: Readonly<Record<string, string>> = {},
): RawDelivery {
  return {
    ...{ method: "POST", query: {}, receivedAt },
    headers: { "content-type": "application/json", ...headers },
    body: Buffer.from(JSON.stringify(body)),
  };
}

/** Whole seconds since 1970, as most systems write moments. */
export const secondsOf = (ms: number): number => Math.floor(ms / 1000);

/** The event's properties as text; empty where it has none of that name. */
export function propertyOf({ event }: EventItem, name: string): string {
  const value = event.properties?.[name];
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** A trait of whoever the event names. */
export function traitOf({ event }: EventItem, name: string): string | undefined {
  const traits = event.context["traits"];
  const value =
    typeof traits === "object" && traits !== null && !Array.isArray(traits)
      ? (traits as Readonly<Record<string, unknown>>)[name]
      : undefined;
  return typeof value === "string" ? value : undefined;
}

/** An identifier of the event by its type. */
export function externalIdOf({ event }: EventItem, type: string): string | undefined {
  const ids = event.context["externalIds"];
  if (!Array.isArray(ids)) return undefined;
  const found = ids.find((entry) => entry?.type === type)?.id;
  return typeof found === "string" ? found : undefined;
}

export const hourMs = 3_600_000;
