import { editDistance } from "../similarity/edit-distance.ts";
import { type ComparatorKind, missing } from "./comparator.ts";

/** Telephone numbers: digits without country code and trunk zero; an extension or another area code is told apart. */
export const phoneKind: ComparatorKind = {
  prepare: ({ values }) => {
    const digits = values.map(subscriberDigits);
    return {
      levels: ["different", "two-edits", "one-edit", "same-ending", "same"],
      compare: (left, right) => {
        const [a, b] = [digits[left] ?? "", digits[right] ?? ""];
        if (a.length < 5 || b.length < 5) return missing;
        const tail = Math.min(a.length, b.length, 8);
        if (a === b || (tail >= 7 && a.slice(-tail) === b.slice(-tail))) return 3;
        const distance = editDistance(a, b, 2);
        return distance === 1 ? 2 : distance === 2 && tail >= 7 ? 1 : 0;
      },
    };
  },
};

/** The digits of a telephone number without country code, trunk zero and extension. */
export function subscriberDigits(text: string): string {
  const [main = ""] = text.split(/(?:ext|x|转|分机|#)/i);
  return main
    .replace(/[^\d+]/g, "")
    .replace(/^(?:\+|00)(?:86|1(?=\d{10}$)|\d{2})/, "")
    .replace(/^(?:86(?=1\d{10}$)|1(?=[2-9]\d{9}$)|0+)/, "")
    .replace(/\D/g, "");
}
