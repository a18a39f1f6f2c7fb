import fc from "fast-check";
import { expect, it } from "vitest";
import { summaryOf, thin } from "./thin.ts";

const minute = 60_000;
const start = Date.UTC(2026, 10, 25, 8);
const beat = (device: string, minutes: number, load: number) => ({
  ...{ device, at: new Date(start + minutes * minute), numbers: { load }, group: null },
});

it("thin() makes one window of a device's signs of life, with count, least, most and mean", () => {
  const [window, ...others] = thin(
    [],
    [beat("M1", 1, 10), beat("M1", 59, 40), beat("M1", 30, 10)],
    60 * minute,
  );
  if (window === undefined) throw new Error("no window");
  expect(others).toEqual([]);
  expect(summaryOf(window, 60 * minute)).toEqual({
    ...{
      device: "M1",
      group: null,
      beats: 3,
      windowMinutes: 60,
      start: "2026-11-25T08:00:00.000Z",
    },
    ...{ from: "2026-11-25T08:01:00.000Z", to: "2026-11-25T08:59:00.000Z" },
    measures: { load: 20, load_min: 10, load_max: 40 },
  });
});

it("thin() gives the same windows in whatever order and batches signs of life come", () => {
  const beats = fc.array(
    fc.tuple(fc.constantFrom("M1", "M2", "__proto__"), fc.nat(300), fc.nat(100)),
    { maxLength: 40 },
  );
  const sorted = (windows: ReturnType<typeof thin>) =>
    windows.map((window) => JSON.stringify(window)).sort();
  fc.assert(
    fc.property(beats, fc.nat(40), (list, cut) => {
      const all = list.map(([device, minutes, load]) => beat(device, minutes, load));
      const whole = thin([], all, 60 * minute);
      const parts = thin(
        thin([], all.slice(cut).reverse(), 60 * minute),
        all.slice(0, cut),
        60 * minute,
      );
      expect(sorted(parts)).toEqual(sorted(whole));
      expect(whole.reduce((sum, { count }) => sum + count, 0)).toBe(all.length);
    }),
  );
});
