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

function gather(events: readonly Touchpoint[], scale: TimeScale): readonly Draft[] {
  const drafts: Draft[] = [];
  for (const event of events) {
    const x = scale.x(Date.parse(event.occurredAt));
    const end = scale.x(Date.parse(event.occurredAt) + (event.durationMs ?? 0));
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
  touchpoints: readonly Touchpoint[],
  kinds: readonly TouchpointKind[],
  scale: TimeScale,
  width: number,
): readonly Lane[] {
  const byKind = new Map<TouchpointKind, Touchpoint[]>(kinds.map((kind) => [kind, []]));
  for (const touchpoint of touchpoints) {
    const x = scale.x(Date.parse(touchpoint.occurredAt));
    if (x >= -4 && x <= width + 4) byKind.get(touchpoint.kind)?.push(touchpoint);
  }
  return kinds.map((kind) => {
    const events = (byKind.get(kind) ?? []).sort((a, b) =>
      a.occurredAt < b.occurredAt ? -1 : a.occurredAt > b.occurredAt ? 1 : 0,
    );
    return { kind, marks: labelled(gather(events, scale), width) };
  });
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
