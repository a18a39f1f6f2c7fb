import type { PlanEntry } from "@causeway/platform-contract";
import { expect, test } from "vitest";
import { eventNames } from "./use-event-name.ts";

const entry = (name: string, label: PlanEntry["label"]): PlanEntry => ({
  name,
  label,
  tier: "L2",
  planned: null,
  observed: null,
  proposed: null,
  violations: [],
});

test("eventNames() gives the title of the tracking plan in the reader's language, in any case of letters", () => {
  const types = [
    entry("Document Downloaded", { zh: "下载资料", en: "Downloaded a document" }),
    entry("Own Event", null),
  ];
  const nameOf = eventNames({ types }, ({ zh }) => zh);
  expect(["document downloaded", "Document Downloaded", "Own Event", "Other"].map(nameOf)).toEqual([
    "下载资料",
    "下载资料",
    "Own Event",
    "Other",
  ]);
  expect(eventNames(undefined, ({ zh }) => zh)("Other")).toBe("Other");
});
