import type { Happening } from "@causeway/engine-learning";
import {
  type EventItem,
  type Json,
  type Market,
  type RecordItem,
  type SignalItem,
  streamMarket,
} from "@causeway/engine-simulation";
import { readTouchpoint, touchpointHappening } from "@causeway/module-twin";

/** A record's changes in order of time, its creation first. */
export interface RecordHistory {
  readonly key: string;
  readonly changes: readonly RecordItem[];
}

/** What a company could have seen of a market, and nothing else: records, touchpoints and published signals. */
export interface MarketView {
  readonly records: ReadonlyMap<string, RecordHistory>;
  /** By true person and by true company: how well identity finds them is measured elsewhere. */
  readonly ofPerson: ReadonlyMap<number, readonly Happening[]>;
  readonly ofCompany: ReadonlyMap<number, readonly Happening[]>;
  readonly signalsOf: ReadonlyMap<string, readonly Happening[]>;
}

/** Reads the whole stream of a market once. */
export function readMarket(market: Market): MarketView {
  const records = new Map<string, { key: string; changes: RecordItem[] }>();
  const ofPerson = new Map<number, Happening[]>();
  const ofCompany = new Map<number, Happening[]>();
  const signalsOf = new Map<string, Happening[]>();
  for (const item of streamMarket(market)) {
    if (item.kind === "record") {
      const found = records.get(item.key);
      if (found === undefined) records.set(item.key, { key: item.key, changes: [item] });
      else found.changes.push(item);
    } else if (item.kind === "signal") {
      push(signalsOf, item.company.creditCode, signalHappening(item));
    } else {
      const happening = happeningOf(item);
      if (happening === null) continue;
      const { person, company } = item.truth;
      if (person !== undefined) push(ofPerson, person, happening);
      if (company !== undefined) push(ofCompany, company, happening);
    }
  }
  return { records, ofPerson, ofCompany, signalsOf };
}

function push<K>(lists: Map<K, Happening[]>, key: K, happening: Happening): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [happening]);
  else list.push(happening);
}

function signalHappening({ signal, occurredMs, atMs }: SignalItem): Happening {
  return { keys: [`signal:${signal}`], atMs: occurredMs, knownMs: atMs };
}

const others: ReadonlySet<string> = new Set(["pickup", "dealer"]);

function happeningOf({ event, source, atMs }: EventItem): Happening | null {
  const at = new Date(atMs);
  const stored = {
    type: event.type,
    name: event.event ?? event.name ?? null,
    sourceKind: (others.has(source) ? "other" : source) as "web",
    occurredAt: at,
    receivedAt: at,
    payload: { ...(event as unknown as { [key: string]: Json }) },
  } as unknown as Parameters<typeof readTouchpoint>[0];
  const facts = readTouchpoint(stored);
  return facts === null
    ? null
    : touchpointHappening({ ...facts, type: event.type, occurredAt: at, receivedAt: at });
}

/** The values that a record had at a moment; undefined before its creation. */
export function valuesAt(
  { changes }: RecordHistory,
  atMs: number,
): { readonly [field: string]: Json } | undefined {
  const past = changes.filter((change) => change.atMs <= atMs);
  return past.length === 0 ? undefined : Object.assign({}, ...past.map(({ values }) => values));
}
