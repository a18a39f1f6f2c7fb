import { isIPv6 } from "node:net";

const groups = 8;
const networkGroups = 4;

/**
 * What limits count a sender by: an IPv4 address, or the /64 network of an IPv6 address, of which one machine owns
 * every address (RFC 6177, RFC 8981).
 */
export function senderNetwork(address: string): string {
  const plain = address.replace(/%.*$/, "");
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(plain)) return address;
  const [front = "", back] = plain.split("::");
  const head = front === "" ? [] : front.split(":");
  const tail = back === undefined || back === "" ? [] : back.split(":");
  const gap = Array.from({ length: groups - head.length - tail.length }, () => "0");
  const all = back === undefined ? head : [...head, ...gap, ...tail];
  const network = all.slice(0, networkGroups).map((group) => Number.parseInt(group, 16));
  return `${network.map((group) => group.toString(16)).join(":")}::/64`;
}
