import { jaroWinkler } from "../similarity/jaro-winkler.ts";
import type { ComparatorKind } from "./comparator.ts";

/** A website, with or without https://, www and a page. */
export const websiteForm =
  /^(?:https?:\/\/)?(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,}(?::\d+)?(?:[/?#]\S*)?$/u;

/** The host of a website without www. */
export function siteOf(website: string): string {
  return website
    .replace(/^[a-z]+:\/\//, "")
    .replace(/[/?#:].*$/, "")
    .replace(/^www\d?\./, "");
}

/** The name in a host: acme of acme.com, shop.acme.cn and acme.com.cn. */
function nameOf(site: string): string {
  const bare = site.replace(/(?:\.(?:com?|net|org|gov|edu|ac))?\.[^.]+$/, "");
  return bare.slice(bare.lastIndexOf(".") + 1);
}

/** Websites: the host says whose it is, not how the address was written. */
export const websiteKind: ComparatorKind = {
  prepare: ({ values }) => {
    const sites = values.map(siteOf);
    const names = sites.map(nameOf);
    return {
      levels: ["different", "alike-88", "same-name", "same-site", "same"],
      compare: (left, right) => {
        if (sites[left] === sites[right]) return 3;
        const [a, b] = [names[left] ?? "", names[right] ?? ""];
        if (a === b) return 2;
        return jaroWinkler(a, b) >= 0.88 ? 1 : 0;
      },
    };
  },
};
