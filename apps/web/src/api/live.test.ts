import { describe, expect, test } from "vitest";
import { createThrottle, staleKeys, type TopicKey } from "./live.ts";

describe("staleKeys", () => {
  test("names what a message makes stale", () => {
    expect(staleKeys("w1", '{"topic":"touchpoints"}')).toEqual([["w", "w1", "touchpoints"]]);
    expect(staleKeys("w1", '{"topic":"agents"}')).toEqual([
      ["w", "w1", "agents"],
      ["w", "w1", "records"],
    ]);
    expect(staleKeys("w1", '{"topic":"records"}')).toEqual([
      ["w", "w1", "records"],
      ["w", "w1", "agents"],
    ]);
  });

  test("ignores what it cannot read", () => {
    expect(staleKeys("w1", "ping")).toEqual([]);
    expect(staleKeys("w1", '{"topic":"else"}')).toEqual([]);
  });
});

describe("createThrottle", () => {
  test("hands a burst over once, each key once", () => {
    const flushed: (readonly TopicKey[])[] = [];
    const runs: (() => void)[] = [];
    const push = createThrottle(
      400,
      (keys) => flushed.push(keys),
      (run) => runs.push(run),
    );
    push([["w", "a", "records"]]);
    push([["w", "a", "records"]]);
    push([["w", "a", "scores"]]);
    expect(runs).toHaveLength(1);
    runs[0]?.();
    expect(flushed).toEqual([
      [
        ["w", "a", "records"],
        ["w", "a", "scores"],
      ],
    ]);
    push([["w", "a", "records"]]);
    expect(runs).toHaveLength(2);
  });
});
