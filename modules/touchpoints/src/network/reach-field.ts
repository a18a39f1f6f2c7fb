import { choiceField } from "../connectors/setting-field.ts";
import type { Reach } from "./reach-host.ts";

/** Asks where the other side lies, for the forms of kinds that connect to it. */
export const reachField = choiceField("network", { zh: "所在网络", en: "Where it lies" }, [
  ["public", "公网（拒绝内网地址）", "On the internet (own network refused)"],
  ["internal", "内网（允许连接本服务器所在的网络）", "In our own network"],
]);

export function reachOf(settings: Readonly<Record<string, string>>): Reach {
  return settings["network"] === "internal" ? "internal" : "public";
}
