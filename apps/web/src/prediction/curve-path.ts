import type { CurvePoint } from "@causeway/platform-contract";

/** A place in a picture. */
export type Spot = readonly [x: number, y: number];

/** A line through places, begun by a move or, to go on with another one, by a line. */
export function curvePath(spots: readonly Spot[], begin: "M" | "L" = "M"): string {
  return spots
    .map(([x, y], place) => `${place === 0 ? begin : "L"}${x.toFixed(1)} ${y.toFixed(1)}`)
    .join("");
}

/** The day on which the chance reaches one half; undefined where it does not within the curve. */
export function daysOfHalf(points: readonly CurvePoint[]): number | undefined {
  let before = { days: 0, share: 0 };
  for (const point of points) {
    if (point.share >= 0.5) {
      const part = (0.5 - before.share) / (point.share - before.share);
      return before.days + part * (point.days - before.days);
    }
    before = point;
  }
  return undefined;
}
