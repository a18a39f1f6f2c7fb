import type { Tier, Touchpoint, TouchpointKind } from "@causeway/platform-contract";
import type { TimeScale } from "./time-range.ts";

/** One mark: an event, or several that would lie on the same pixels. */
export interface Mark {
  readonly x: number;
  /** Width of the pill where the event lasted; 0 for an instant. */
  readonly width: number;
  readonly tier: Tier;
  readonly count: number;
  /** The most important event of the mark: what a click selects. */
  readonly event: Touchpoint;
  /** Text beside it; null where there is no room. */
  readonly label: string | null;
}

export interface Lane {
  readonly kind: TouchpointKind;
  readonly marks: readonly Mark[];
}

/** Lanes never change places, so that the eye learns them. */
export const laneOrder: readonly TouchpointKind[] = [
  "web",
  "wechat",
  "call",
  "email",
  "exhibition",
  "iot",
  "order",
  "ad",
  "service",
  "message",
  "other",
];

const ranks: Readonly<Record<Tier, number>> = { L1: 2, L2: 1, L3: 0 };
const closePx = 7;
const labelGapPx = 8;
const wideCharacterPx = 12;
const narrowCharacterPx = 6.6;

/** Width of a 12 px text, near enough to keep labels apart without measuring them. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    width += code >= 0x2e80 ? wideCharacterPx : narrowCharacterPx;
  }
  return width;
}

interface Draft {
  x: number;
  end: number;
  count: number;
  event: Touchpoint;
}

/** An event with its instant as a number: read once, not at every move of the picture. */
interface Placed {
  readonly at: number;
  readonly event: Touchpoint;
}

export type SortedLanes = ReadonlyMap<TouchpointKind, readonly Placed[]>;

/** Events by lane, oldest first. */
export function sortLanes(touchpoints: readonly Touchpoint[]): SortedLanes {
  const lanes = new Map<TouchpointKind, Placed[]>();
  for (const event of touchpoints) {
    const placed = { at: Date.parse(event.occurredAt), event };
    const lane = lanes.get(event.kind);
    if (lane) lane.push(placed);
    else lanes.set(event.kind, [placed]);
  }
  for (const lane of lanes.values()) lane.sort((a, b) => a.at - b.at);
  return lanes;
}

/** Pixels beyond the edges at which a mark still shows. */
const edgePx = 4;

function gather(lane: readonly Placed[], scale: TimeScale, width: number): readonly Draft[] {
  const drafts: Draft[] = [];
  const [from, to] = [scale.at(-edgePx), scale.at(width + edgePx)];
  for (const { at, event } of lane) {
    if (at < from) continue;
    if (at > to) break;
    const x = scale.x(at);
    const end = scale.x(at + (event.durationMs ?? 0));
    const before = drafts.at(-1);
    if (before && x - before.x < closePx) {
      before.count += event.count;
      before.end = Math.max(before.end, end);
      if (ranks[event.tier] > ranks[before.event.tier]) before.event = event;
    } else {
      drafts.push({ x, end, count: event.count, event });
    }
  }
  return drafts;
}

function labelled(drafts: readonly Draft[], width: number): readonly Mark[] {
  return drafts.map((draft, index): Mark => {
    const { x, end, count, event } = draft;
    const text = count > 1 ? `${event.title} ×${count}` : event.title;
    const next = drafts[index + 1]?.x ?? width;
    const free = next - Math.max(x, end) - 2 * labelGapPx;
    const label = event.tier === "L1" && textWidth(text) <= free ? text : null;
    return { x, width: Math.max(0, end - x), tier: event.tier, count, event, label };
  });
}

/**
 * Marks by lane, merged where they would lie on the same pixels: what is drawn depends on the
 * width, not on how many events there are. Only L1 is labelled, and only where there is room.
 */
export function layOutLanes(
  sorted: SortedLanes,
  kinds: readonly TouchpointKind[],
  scale: TimeScale,
  width: number,
): readonly Lane[] {
  return kinds.map((kind) => ({
    kind,
    marks: labelled(gather(sorted.get(kind) ?? [], scale, width), width),
  }));
}

export interface Moment {
  readonly x: number;
  readonly label: string | null;
  /** Where the label stands: to the left only where there is no room to the right. */
  readonly side: "left" | "right";
  readonly eventId: string;
  readonly at: number;
}

/** Diamonds above the lanes, left to right; a label is dropped before it meets the next diamond. */
export function layOutMoments(
  moments: readonly {
    readonly eventId: string;
    readonly title: string;
    readonly occurredAt: string;
  }[],
  scale: TimeScale,
  width: number,
): readonly Moment[] {
  const placed = moments
    .map(({ eventId, title, occurredAt }) => {
      const at = Date.parse(occurredAt);
      return { eventId, title, at, x: scale.x(at) };
    })
    .filter(({ x }) => x >= 0 && x <= width)
    .sort((a, b) => a.x - b.x);
  let takenTo = 0;
  return placed.map(({ eventId, title, at, x }, index): Moment => {
    const needed = textWidth(title) + 2 * labelGapPx;
    const fitsRight = needed <= (placed[index + 1]?.x ?? width) - x;
    const fitsLeft = needed <= x - takenTo;
    takenTo = fitsRight ? x + needed : x + labelGapPx;
    return {
      eventId,
      at,
      x,
      label: fitsRight || fitsLeft ? title : null,
      side: fitsRight ? "right" : "left",
    };
  });
}

/** A stretch of pixels along the axis. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Where the text of a vertical line may stand without meeting something: to its left, to its right, or nowhere. */
export function placeBeside(
  x: number,
  text: string,
  taken: readonly Stretch[],
  width: number,
): "left" | "right" | null {
  const size = textWidth(text) + labelGapPx;
  const isFree = (from: number, to: number) =>
    from >= 0 && to <= width && taken.every((other) => other.to <= from || other.from >= to);
  if (isFree(x - size, x)) return "left";
  return isFree(x, x + size) ? "right" : null;
}
