import type { StoredRecord } from "@causeway/module-records";
import type { Label } from "@causeway/platform-contract";

/** Where mail to the person of a record goes; null where they have no address. */
export function addressOf({ values }: StoredRecord): string | null {
  const { email } = values;
  return typeof email === "string" && email !== "" ? email : null;
}

/** To whom the draft of a run can be sent; where it cannot, why. */
export function sendTo(
  record: StoredRecord | undefined,
  mailSetUp: boolean,
): { readonly address: string | null; readonly missing: Label | null } {
  const address = record === undefined ? null : addressOf(record);
  if (address === null) {
    return {
      address,
      missing: {
        zh: "没有客户的邮箱，不能从这里发出",
        en: "No address of the customer, so it cannot be sent from here",
      },
    };
  }
  if (mailSetUp) return { address, missing: null };
  return {
    address: null,
    missing: {
      zh: "管理员设置邮件服务器后，可以从这里发出（设置 → 邮件）",
      en: "It can be sent from here once an admin sets up a mail server (Settings → Mail)",
    },
  };
}
