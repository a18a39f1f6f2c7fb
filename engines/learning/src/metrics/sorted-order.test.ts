import { seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { sortedOrder } from "./sorted-order.ts";

it("sortedOrder() is the stable order of the keys, many or few, with missing ones last", () => {
  const random = seededRandom(1);
  const odd = [0, -0, Number.NaN, Infinity, -Infinity, 1e308, -1e308, 5e-324, -5e-324, 1, -1];
  for (const count of [0, 1, 200, 3_000]) {
    const keys = Float64Array.from({ length: count }, () => {
      const kind = random();
      if (kind < 0.3) return odd[Math.floor(random() * odd.length)] ?? 0;
      return kind < 0.6 ? Math.floor(20 * random()) - 10 : (random() - 0.5) * 10 ** (40 * random());
    });
    const rank = (key: number) => (Number.isNaN(key) ? 1 : 0);
    const expected = Array.from(keys.keys()).sort((a, b) => {
      const [left, right] = [keys[a] ?? 0, keys[b] ?? 0];
      if (rank(left) !== rank(right)) return rank(left) - rank(right);
      if (left < right) return -1;
      return left > right ? 1 : a - b;
    });
    expect(Array.from(sortedOrder(keys))).toEqual(expected);
  }
});
