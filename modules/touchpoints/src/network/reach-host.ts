import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import { AppError } from "@causeway/kernel";

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
 * name keeps a name from meaning another one a moment later. Throws an AppError: an address of the
 * server's own network without permission, one that is never a source, a name that does not resolve.
 */
export async function reachHost(host: string, reach: Reach): Promise<string> {
  const found = await addressesOf(host);
  for (const address of found) {
    if (isIn(never, address)) {
      throw new AppError("forbidden", {
        zh: `${host} 不能作为来源的地址`,
        en: `${host} is no address that a source may have`,
      });
    }
    if (reach === "public" && isIn(internal, address)) {
      throw new AppError("forbidden", {
        zh: `${host} 在服务器自己的网络里；如确有此意，请在设置中将“所在网络”改为内网`,
        en: `${host} lies in the server's own network; if that is meant, say so in the settings under “Where it lies”`,
      });
    }
  }
  const [first] = found;
  if (first === undefined) throw nameless(host);
  return first;
}

async function addressesOf(host: string): Promise<readonly string[]> {
  const bare = host.replace(/^\[|\]$/g, "");
  if (isIP(bare) !== 0) return [bare];
  try {
    return (await lookup(bare, { all: true })).map(({ address }) => address);
  } catch (cause) {
    throw nameless(host, cause);
  }
}

function nameless(host: string, cause?: unknown): AppError {
  const label = { zh: `域名 ${host} 没有地址`, en: `The name ${host} has no address` };
  return new AppError("unavailable", label, { cause });
}

function isIn(list: BlockList, address: string): boolean {
  return list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4") || isMapped(list, address);
}

/** IPv4 written as IPv6, which connects to the same machine. */
function isMapped(list: BlockList, address: string): boolean {
  const four = /^::(?:ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  return four !== undefined && list.check(four, "ipv4");
}
