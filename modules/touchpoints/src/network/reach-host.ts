import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";

/** Addresses that only machines beside this one reach (RFC 6890). */
const internal = listOf([
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12"],
  ...["192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15", "::/128", "::1/128", "fc00::/7"],
]);
/** Never a source: metadata of cloud machines answers here, and nobody at all. */
const never = listOf([
  ...["169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4", "fe80::/10", "ff00::/8", "64:ff9b::/96"],
  "fd00:ec2::/32",
]);

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = "", bits] = range.split("/");
    list.addSubnet(address, Number(bits), isIP(address) === 6 ? "ipv6" : "ipv4");
  }
  return list;
}

/** Where a source may lie. */
export type Reach = "public" | "internal";

/**
 * The address of a host that a person named, checked before anything connects to it; connecting to the address and not the
 * name keeps a name from meaning another one a moment later. Throws an Error that a person can read: an address of the
 * server's own network without permission, one that is never a source, a name that does not resolve.
 */
export async function reachHost(host: string, reach: Reach): Promise<string> {
  const found = await addressesOf(host);
  for (const address of found) {
    if (isIn(never, address)) throw new Error(`${host} is no address that a source may have`);
    if (reach === "public" && isIn(internal, address)) {
      throw new Error(
        `${host} lies in the server's own network; allow it in the source's settings if that is meant`,
      );
    }
  }
  const [first] = found;
  if (first === undefined) throw new Error(`The name ${host} has no address`);
  return first;
}

async function addressesOf(host: string): Promise<readonly string[]> {
  const bare = host.replace(/^\[|\]$/g, "");
  if (isIP(bare) !== 0) return [bare];
  try {
    return (await lookup(bare, { all: true })).map(({ address }) => address);
  } catch (cause) {
    throw new Error(`The name ${host} has no address`, { cause });
  }
}

function isIn(list: BlockList, address: string): boolean {
  return list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4") || isMapped(list, address);
}

/** IPv4 written as IPv6, which connects to the same machine. */
function isMapped(list: BlockList, address: string): boolean {
  const four = /^::(?:ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  return four !== undefined && list.check(four, "ipv4");
}
