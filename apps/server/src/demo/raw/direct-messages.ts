import type { EventItem } from "@causeway/engine-simulation";
import type { JsonObject } from "@causeway/module-touchpoints";
import { jsonDelivery, propertyOf, type RawFormat } from "./raw-format.ts";

/** Webhooks of Douyin, one message a request; its fields are mapped by hand. */
export const directMessages = {
  connector: "mapped",
  settings: () => ({
    ...{ eventName: "Direct Message Received", rest: "no" },
    map: JSON.stringify({
      "content.create_time": "time",
      "content.server_message_id": "id",
      "content.conversation_short_id": "dm_session",
      "content.message_type": "property",
    }),
  }),
  // A number that is left in a chat comes from the page it was typed into, which speaks the ingestion API.
  reports: ({ event }) => event.type === "track",
  write: (items) => items.map((item) => jsonDelivery(messageOf(item), new Date(item.atMs))),
  broken: () => [],
} satisfies RawFormat;

function messageOf(item: EventItem): JsonObject {
  return {
    ...{ event: "im_receive_msg", client_key: "aw7tduizy8cf4nq5", to_user_id: "qiheng-laser" },
    content: {
      conversation_short_id: propertyOf(item, "sessionId"),
      server_message_id: item.event.messageId,
      ...{ create_time: item.atMs, message_type: "text", conversation_type: 1 },
    },
    log_id: item.event.messageId,
  };
}
