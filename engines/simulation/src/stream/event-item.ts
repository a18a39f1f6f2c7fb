import { dayMs } from "../calendar.ts";
import { noiseStream } from "../noise.ts";
import type { World } from "../world.ts";
import type { EventItem, EventTruth, SegmentEvent, SourceKind } from "./market-item.ts";

const MESSAGE = noiseStream("message id");
const JITTER = noiseStream("jitter");

/** What a writer says of an event; id, time and library are added here. */
export type EventBody = Omit<SegmentEvent, "messageId" | "timestamp" | "context"> & {
  readonly context?: SegmentEvent["context"];
};

function messageId(world: World, entity: number, index: number): string {
  let digits = "";
  for (let part = 0; part < 4; part++) {
    const word = Math.floor(world.noise.uniform(MESSAGE + part, entity, index, -1) * 2 ** 32);
    digits += word.toString(16).padStart(8, "0");
  }
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20)}`;
}

/** An event of the log; (`entity`, `index`) is unique and keys its message id. */
export function eventItem(
  world: World,
  at: { readonly day: number; readonly entity: number; readonly index: number },
  source: SourceKind,
  truth: EventTruth,
  body: EventBody,
): EventItem {
  const jitterMs = Math.floor(world.noise.uniform(JITTER, at.entity, at.index, -1) * 999);
  const atMs = world.calendar.startMs + Math.round(at.day * dayMs) + jitterMs;
  const event: SegmentEvent = {
    ...body,
    messageId: messageId(world, at.entity, at.index),
    timestamp: new Date(atMs).toISOString(),
    context: { library: { name: `sim-${source}`, version: "1.0.0" }, ...body.context },
  };
  return { kind: "event", atMs, source, event, truth };
}
