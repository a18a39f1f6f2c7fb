import { type JsonObject, objectAt, type StoredEvent, textAt } from "@causeway/module-touchpoints";
import type { Tier, TouchpointKind } from "@causeway/platform-contract";
import { eventWord } from "../vocabulary/event-words.ts";
import { pageTopic } from "../vocabulary/page-topics.ts";

/** What a time line shows of an event, without words of a language. */
export interface TouchpointFacts {
  readonly kind: TouchpointKind;
  readonly tier: Tier;
  readonly name: string;
  readonly topic: string | null;
  readonly subject: string | null;
  readonly facts: Readonly<Record<string, string>>;
  readonly durationMs: number | null;
  readonly isKey: boolean;
}

/** The touchpoint that an event is; null for events that only say who someone is or that a page was left. */
export function readTouchpoint(event: StoredEvent): TouchpointFacts | null {
  if (event.type === "page" || event.type === "screen") return readPage(event);
  return event.type === "track" && !isPageLeft(event) ? readTrack(event) : null;
}

/** How long a page was looked at. */
export interface PageStay {
  readonly path: string;
  readonly dwellMs: number;
}

/** The stay that an event ends; null for every other event. */
export function readPageStay(event: StoredEvent): PageStay | null {
  if (event.type !== "track" || !isPageLeft(event)) return null;
  const properties = objectAt(event.payload, "properties");
  const path = textAt(properties, "path");
  const dwellMs = durationOf(properties);
  return path === null || dwellMs === null ? null : { path: short(path), dwellMs };
}

function isPageLeft({ name }: StoredEvent): boolean {
  return name === "Page Left";
}

function readPage(event: StoredEvent): TouchpointFacts {
  const properties = objectAt(event.payload, "properties");
  const page = objectAt(objectAt(event.payload, "context"), "page");
  const path = textAt(properties, "path") ?? textAt(page, "path");
  const title = textAt(properties, "title") ?? textAt(page, "title") ?? event.name;
  const topic = pageTopic(path ?? "", `${title ?? ""} ${event.name ?? ""}`);
  return {
    kind: event.sourceKind,
    tier: topic?.isKey ? "L1" : topic === null || topic.name === "news" ? "L3" : "L2",
    name: short(path ?? event.name ?? "/"),
    topic: topic?.name ?? null,
    subject: title === null ? null : short(title),
    facts: {},
    durationMs: durationOf(properties),
    isKey: topic?.isKey ?? false,
  };
}

function readTrack(event: StoredEvent): TouchpointFacts {
  const properties = objectAt(event.payload, "properties");
  const name = event.name ?? "";
  const word = eventWord(name);
  const path = textAt(properties, "path");
  const subject = firstText(properties, word?.subject ?? ["title", "name"]);
  const topic = path === null ? null : pageTopic(path, subject ?? "");
  return {
    kind: word?.kind ?? event.sourceKind,
    tier: word?.tier ?? "L2",
    name,
    topic: topic?.name ?? null,
    subject: subject === null ? null : short(subject),
    facts: pick(properties, word?.facts ?? []),
    durationMs: durationOf(properties),
    isKey: word?.isKey ?? false,
  };
}

function firstText(properties: JsonObject, keys: readonly string[]): string | null {
  for (const key of keys) {
    const text = textAt(properties, key);
    if (text !== null) return text;
  }
  return null;
}

function pick(properties: JsonObject, keys: readonly string[]): Readonly<Record<string, string>> {
  const facts: Record<string, string> = {};
  for (const key of keys) {
    const text = textAt(properties, key);
    if (text !== null) facts[key] = short(text);
  }
  return facts;
}

const durations: readonly (readonly [key: string, ms: number])[] = [
  ["dwellMs", 1],
  ["durationMs", 1],
  ["talkSeconds", 1_000],
  ["seconds", 1_000],
  ["duration", 1_000],
];
const longestMs = 86_400_000;

function durationOf(properties: JsonObject): number | null {
  for (const [key, ms] of durations) {
    const value = properties[key];
    if (typeof value !== "number" || !(value >= 0)) continue;
    return Math.min(longestMs, Math.round(value * ms));
  }
  return null;
}

function short(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 199).replace(/[\ud800-\udbff]$/, "")}…`;
}
