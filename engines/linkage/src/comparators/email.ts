import { jaroWinkler } from "../similarity/jaro-winkler.ts";
import type { ComparatorKind } from "./comparator.ts";

/** E-mail addresses: the part before the @ says who, the domain where. */
export const emailKind: ComparatorKind = {
  prepare: ({ values }) => {
    const parts = values.map(splitAddress);
    return {
      levels: ["different", "same-domain", "alike-88", "alike-94", "same-local-part", "same"],
      compare: (left, right) => {
        const [a, b] = [parts[left], parts[right]];
        if (a === undefined || b === undefined) return 0;
        if (a.local === b.local) return 4;
        const likeness = jaroWinkler(a.local, b.local);
        if (likeness >= 0.88) return likeness >= 0.94 ? 3 : 2;
        return a.domain === b.domain ? 1 : 0;
      },
    };
  },
};

function splitAddress(address: string): { readonly local: string; readonly domain: string } {
  const at = address.lastIndexOf("@");
  const local = (at < 0 ? address : address.slice(0, at))
    .replace(/\+.*$/, "")
    .replace(/[._-]/g, "");
  return { local, domain: at < 0 ? "" : address.slice(at + 1) };
}
