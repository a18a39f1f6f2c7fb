import { parseAmounts } from "../columns/parse-amounts.ts";
import { type ComparatorKind, missing } from "./comparator.ts";

/**
 * Measured numbers: prices, sizes, years. Numbers of one scale (years) are near by their difference in units of the
 * column's spread, others by their ratio.
 */
export const numberKind: ComparatorKind = {
  prepare: ({ values }) => {
    const numbers = parseAmounts(values);
    const sorted = numbers.filter((value) => !Number.isNaN(value)).sort();
    const quantile = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
    const spread = quantile(0.9) - quantile(0.1) || 1;
    const isOneScale = spread < 0.5 * Math.abs(quantile(0.5)) || quantile(0) < 0;
    const bounds = isOneScale ? [0.3, 0.12, 0.03] : [0.4, 0.15, 0.03];
    return {
      levels: ["different", "same-range", "near", "very-near", "same"],
      compare: (left, right) => {
        const [a, b] = [numbers[left] ?? Number.NaN, numbers[right] ?? Number.NaN];
        if (Number.isNaN(a) || Number.isNaN(b)) return missing;
        if (a === b) return 3;
        const scale = isOneScale ? spread : Math.max(Math.abs(a), Math.abs(b));
        const distance = Math.abs(a - b) / scale;
        let level = 0;
        while (level < 3 && distance <= (bounds[level] ?? 0)) level++;
        return level;
      },
    };
  },
};
