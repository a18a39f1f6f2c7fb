import type { LiveWeights } from "@causeway/platform-contract";
import { expect, it } from "vitest";
import { changesByEvent } from "./changes-by-event.ts";

const moved = (delta: number, ...events: string[]) => ({
  ...{ ruleId: "r", name: "r", now: delta, at: "2026-11-18T06:20:00.000Z" },
  ...{ delta, events },
});

it("changesByEvent() gives a change to the event that completed it, also of several tags", () => {
  const tags: LiveWeights["tags"] = [
    {
      ...{ tag: "compliance", weight: 0.4, threshold: null },
      contributions: [moved(0.2, "1", "2", "3"), moved(0.2, "4", "5")],
    },
    { ...{ tag: "price", weight: 0.1, threshold: null }, contributions: [moved(0.1, "3")] },
  ];
  const changes = changesByEvent(tags);
  expect([...changes.keys()]).toEqual(["3", "5"]);
  expect(changes.get("3")).toEqual([
    { tag: "compliance", delta: 0.2 },
    { tag: "price", delta: 0.1 },
  ]);
});
