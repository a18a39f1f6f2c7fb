import type { SourceKind } from "@causeway/engine-simulation";
import { adClicks } from "./ad-clicks.ts";
import { badgeScans } from "./badge-scans.ts";
import { callRecords } from "./call-records.ts";
import { contactCodes } from "./contact-codes.ts";
import { directMessages } from "./direct-messages.ts";
import { machineMessages } from "./machine-messages.ts";
import { mailFolders } from "./mail-folders.ts";
import { pickupNotes } from "./pickup-notes.ts";
import type { RawFormat } from "./raw-format.ts";
import { shopOrders } from "./shop-orders.ts";
import { wechatPush } from "./wechat-push.ts";

/** Sources whose events enter as the other side sends them, through the source's own kind. */
export const rawFormats: Readonly<Partial<Record<SourceKind, RawFormat>>> = {
  wechat: wechatPush,
  wecom: contactCodes,
  call: callRecords,
  email: mailFolders,
  exhibition: badgeScans,
  iot: machineMessages,
  order: shopOrders,
  ad: adClicks,
  message: directMessages,
  pickup: pickupNotes,
};
