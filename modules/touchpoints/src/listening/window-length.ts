import type { SettingValues } from "@causeway/platform-contract";
import { choiceField } from "../connectors/setting-field.ts";

/** Asks how long a window is. */
export const windowField = choiceField(
  "window",
  { zh: "心跳汇总", en: "Signs of life are gathered" },
  [
    ["60", "每台设备每小时一条", "One event a device and hour"],
    ["15", "每台设备每 15 分钟一条", "One event a device and 15 minutes"],
    ["1440", "每台设备每天一条", "One event a device and day"],
  ],
  {
    zh: "记录次数，以及每个数值的最小、最大和平均",
    en: "With their number, and least, most and mean of each figure",
  },
);

export function windowMsOf(settings: SettingValues): number {
  return Number(settings["window"] ?? 60) * 60_000;
}
