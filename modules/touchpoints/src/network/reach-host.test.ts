import { expect, it } from "vitest";
import { reachHost } from "./reach-host.ts";

it("reachHost() gives public addresses and refuses those of the own network unless they are allowed", async () => {
  expect(await reachHost("93.184.215.14", "public")).toBe("93.184.215.14");
  expect(await reachHost("[2606:4700::1]", "public")).toBe("2606:4700::1");
  const own = ["127.0.0.1", "10.1.2.3", "192.168.0.9", "172.20.0.1", "::1", "fd12::1", "0.0.0.0"];
  for (const host of [...own, "::ffff:10.0.0.1", "localhost"]) {
    await expect(reachHost(host, "public"), host).rejects.toThrow("own network");
    await expect(reachHost(host, "internal"), host).resolves.toBeTypeOf("string");
  }
});

it("reachHost() never gives the addresses of cloud metadata, and says when a name has none", async () => {
  for (const host of ["169.254.169.254", "fe80::1", "fd00:ec2::254", "::ffff:169.254.169.254"]) {
    await expect(reachHost(host, "internal"), host).rejects.toThrow("no address that a source");
  }
  await expect(reachHost("no-such-host.invalid", "public")).rejects.toThrow("has no address");
});
