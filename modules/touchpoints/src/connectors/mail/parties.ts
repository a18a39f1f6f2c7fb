import type { SettingValues } from "@causeway/platform-contract";
import type { Address } from "postal-mime";

/** Somebody who wrote or was written to. */
export interface Party {
  readonly name: string;
  /** In lower case. */
  readonly address: string;
}

/** The people of an address line, groups opened. */
export function partiesOf(addresses: readonly Address[]): readonly Party[] {
  return addresses
    .flatMap((entry) => (entry.group === undefined ? [entry] : entry.group))
    .map(({ name, address }) => ({ name: name.slice(0, 200), address: address.toLowerCase() }))
    .filter(({ address }) => address.includes("@") && address.length <= 320);
}

/** Domains and addresses of the house: that of the mailbox, and those that were named. */
export function ourDomains(settings: SettingValues): ReadonlySet<string> {
  const named = (settings["ourDomains"] ?? "").toLowerCase().split(/[\s,;]+/);
  return new Set([settings["user"] ?? "", ...named].map((one) => one.toLowerCase().trim()));
}

/** Whether somebody belongs to the house. */
export function isOurs({ address }: Party, ours: ReadonlySet<string>): boolean {
  return ours.has(address) || ours.has(address.slice(address.lastIndexOf("@") + 1));
}
