import { externalIds } from "./external-ids.ts";

/** Parameters by which advertising networks name a click, and ours that names a scan. Values are compared with their case. */
export const clickParameters = [
  "gclid",
  "gbraid",
  "wbraid",
  "fbclid",
  "ttclid",
  "msclkid",
  "bd_vid",
  "qhclickid",
  "gdt_vid",
  "clickid",
  "cw_scan",
] as const;

const longest = 300;

/** The clicks that an address (or the part behind `?`) names, as `context.externalIds` carries them. */
export function clickIds(address: string): ReturnType<typeof externalIds> {
  const at = address.indexOf("?");
  if (at === -1 || !address.includes("=", at)) return [];
  const query = new URLSearchParams(address.slice(at + 1).split("#", 1)[0]);
  return externalIds(
    Object.fromEntries(
      clickParameters.map((name) => {
        const value = query.get(name)?.trim() ?? "";
        return [name === "cw_scan" ? "scan_id" : name, value.length <= longest ? value : null];
      }),
    ),
  );
}
