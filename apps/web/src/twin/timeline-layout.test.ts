import type { Tier, Touchpoint, TouchpointKind } from "@causeway/platform-contract";
import { describe, expect, test } from "vitest";
import { dayMs, hourMs, scaleOf } from "./time-range.ts";
import {
  layOutLanes,
  layOutMoments,
  placeBeside,
  sortLanes,
  textWidth,
} from "./timeline-layout.ts";

const start = Date.UTC(2026, 10, 8);
const range = { from: start, to: start + 10 * dayMs };
const scale = scaleOf(range, 750);

let lastId = 0;
function event(
  hours: number,
  tier: Tier = "L3",
  more: Partial<Touchpoint> & { kind?: TouchpointKind } = {},
): Touchpoint {
  lastId += 1;
  const occurredAt = new Date(start + hours * hourMs).toISOString();
  return {
    eventId: String(lastId),
    profileId: "p",
    personName: null,
    kind: "web",
    tier,
    name: "page",
    title: "CE 认证页",
    detail: null,
    occurredAt,
    receivedAt: occurredAt,
    durationMs: null,
    count: 1,
    sourceId: "s",
    ...more,
  };
}

describe("layOutLanes", () => {
  test("merges what lies on the same pixels and keeps the most important", () => {
    const [web] = layOutLanes(
      sortLanes([
        event(10, "L3"),
        event(11, "L2", { count: 5 }),
        event(10.5, "L1", { title: "报价页" }),
        event(100),
      ]),
      ["web"],
      scale,
      750,
    );
    expect(web?.marks.map(({ count, tier }) => [count, tier])).toEqual([
      [7, "L1"],
      [1, "L3"],
    ]);
    expect(web?.marks[0]).toMatchObject({ label: "报价页 ×7", event: { title: "报价页" } });
  });

  test("draws 100,000 events as no more marks than there are places", () => {
    const many = Array.from({ length: 100_000 }, (_, index) => event((index / 100_000) * 240));
    const [web] = layOutLanes(sortLanes(many), ["web"], scale, 750);
    expect(web?.marks.length).toBeLessThanOrEqual(Math.ceil(750 / 7) + 1);
    expect(web?.marks.reduce((sum, { count }) => sum + count, 0)).toBe(100_000);
  });

  test("drops a label before it meets the next mark", () => {
    const [web] = layOutLanes(sortLanes([event(10, "L1"), event(20, "L3")]), ["web"], scale, 750);
    expect(web?.marks[0]?.label).toBeNull();
  });

  test("keeps the lanes in the order given, empty ones too", () => {
    const lanes = layOutLanes(
      sortLanes([event(10, "L2", { kind: "call", durationMs: hourMs })]),
      ["web", "call"],
      scale,
      750,
    );
    expect(lanes.map(({ kind, marks }) => [kind, marks.length])).toEqual([
      ["web", 0],
      ["call", 1],
    ]);
    expect(lanes[1]?.marks[0]?.width).toBeCloseTo(750 / 240, 6);
  });
});

test("layOutMoments labels diamonds from left to right where there is room", () => {
  const at = (hours: number) => new Date(start + hours * hourMs).toISOString();
  const moments = layOutMoments(
    [
      { eventId: "2", title: "展会扫码", occurredAt: at(20) },
      { eventId: "1", title: "维保到期提醒", occurredAt: at(10) },
      { eventId: "0", title: "outside", occurredAt: at(-5) },
    ],
    scale,
    750,
  );
  expect(moments.map(({ eventId, label }) => [eventId, label])).toEqual([
    ["1", null],
    ["2", "展会扫码"],
  ]);
});

test("layOutMoments labels the last diamond on its left where the right edge is near", () => {
  const at = (hours: number) => new Date(start + hours * hourMs).toISOString();
  const moments = layOutMoments(
    [{ eventId: "1", title: "打开报价页", occurredAt: at(238) }],
    scale,
    750,
  );
  expect(moments).toMatchObject([{ label: "打开报价页", side: "left" }]);
});

test("placeBeside keeps a text off what is there and off the edges", () => {
  expect(placeBeside(700, "现在 22:54", [], 750)).toBe("left");
  expect(placeBeside(600, "现在 22:54", [{ from: 560, to: 562 }], 750)).toBe("right");
  expect(placeBeside(740, "现在 22:54", [{ from: 700, to: 702 }], 750)).toBeNull();
});

test("textWidth counts a Han character as two Latin ones, nearly", () => {
  expect(textWidth("认证")).toBe(24);
  expect(textWidth("CE")).toBeCloseTo(13.2, 6);
});
