import { randomBytes } from "node:crypto";
import type { EventItem } from "@causeway/engine-simulation";
import { externalIdOf, propertyOf, type RawFormat, secondsOf } from "./raw-format.ts";
import { newAesKey, sealedPush, xmlMessage } from "./sealed-push.ts";

const corpId = "ww9c3d51e07ab842f6";
const stands = {
  zh: { exhibition: "工业博览会", stand: "H4-B12" },
  en: { exhibition: "Industry fair", stand: "H4-B12" },
} as const;

/** Callbacks of WeCom when a customer scans a colleague's contact code: XML, encrypted, one a request. */
export const contactCodes = {
  connector: "wecom",
  settings: (locale) => ({
    ...{ corpId, token: randomBytes(12).toString("hex"), aesKey: newAesKey() },
    states: `expo-h4-b12 = ${stands[locale].exhibition} / ${stands[locale].stand}`,
  }),
  // A number is left on the page that the welcome message leads to, which speaks the ingestion API.
  reports: ({ event }) => event.type === "track",
  // The scan of a code is what its State says, and no request of its own.
  write: (items, settings) =>
    items.filter(isContact).map((item) => {
      const seconds = secondsOf(item.atMs);
      return sealedPush(xmlOf(item), seconds, { account: corpId, receiver: corpId, settings });
    }),
  broken: () => [],
} satisfies RawFormat;

const isContact = ({ source, event }: EventItem): boolean =>
  source === "wecom" && event.event === "WeCom Contact Added";

function xmlOf(item: EventItem): string {
  const contact = externalIdOf(item, "wecom_external_userid") ?? "";
  return xmlMessage(
    [
      ["ToUserName", corpId],
      ["FromUserName", "sys"],
      ["MsgType", "event"],
      ["Event", "change_external_contact"],
      ["ChangeType", "add_external_contact"],
      ["UserID", propertyOf(item, "colleague")],
      ["ExternalUserID", contact],
      ["State", propertyOf(item, "state")],
      ["WelcomeCode", `CALLBACK_${item.event.messageId.slice(0, 8)}`],
    ],
    secondsOf(item.atMs),
  );
}

/** Contacts that came by the code at a stand, and beside each the scan that its State tells of. */
export function withCodeScans(
  items: readonly EventItem[],
  locale: "zh" | "en",
): readonly EventItem[] {
  return items.flatMap((item) => {
    if (!isContact(item)) return [item];
    const properties = { ...stands[locale], state: propertyOf(item, "state") };
    return [item, { ...item, event: { ...item.event, event: "Badge Scanned", properties } }];
  });
}
