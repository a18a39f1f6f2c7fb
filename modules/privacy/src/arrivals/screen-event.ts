import { defaultBook, readIdentity } from "@causeway/module-identity";
import { asObject, type EventWriter, type StoredEvent } from "@causeway/module-touchpoints";
import { createRedactor, type PersonIdentifier, type TombstoneKey } from "@causeway/platform-audit";
import { erasedTexts, namesErased } from "./names-erased.ts";

type ParsedEvent = Parameters<EventWriter["write"]>[1]["events"][number];

export type ScreenedEvent =
  | { readonly kind: "kept"; readonly event: ParsedEvent }
  /** Somebody else's event, without the erased person. */
  | { readonly kind: "stripped"; readonly event: ParsedEvent }
  /** It would be the erased person's. */
  | { readonly kind: "dropped" };

/**
 * What becomes of an event where people were erased. Whose it is, its most believed identifier says: where that one is
 * erased it is dropped; else whatever names an erased person is taken out of it.
 */
export function screenEvent(
  event: ParsedEvent,
  buried: ReadonlySet<string>,
  key: TombstoneKey,
): ScreenedEvent {
  const payload = asObject(JSON.parse(event.payload.toString())) ?? {};
  const asked = {
    ...{ id: "0", sourceId: "", sourceKind: "web" },
    ...{ type: event.type, name: event.name, userId: event.userId },
    ...{ anonymousId: event.anonymousId, occurredAt: event.occurredAt },
    ...{ receivedAt: event.receivedAt, payload },
  } as StoredEvent;
  // What was erased as a person's address is one, also where the list takes it for a mailbox of a role.
  const isBuried = (address: string) => buried.has(key.of({ kind: "email", value: address }));
  const { person, device } = readIdentity(asked, {
    ...defaultBook,
    isRoleMailbox: (address) => defaultBook.isRoleMailbox(address) && !isBuried(address),
  });
  const names: readonly PersonIdentifier[] = [
    ...person,
    ...(device === null ? [] : [{ kind: "anonymous_id", value: device }]),
  ];
  const [first] = names;
  if (first !== undefined && buried.has(key.of(first))) return { kind: "dropped" };
  if (!namesErased(payload, buried, key)) return { kind: "kept", event };
  return { kind: "stripped", event: withoutErased(event, payload, buried, key) };
}

function withoutErased(
  event: ParsedEvent,
  payload: unknown,
  buried: ReadonlySet<string>,
  key: TombstoneKey,
): ParsedEvent {
  const redactor = createRedactor(erasedTexts(payload, buried, key));
  const clean = (text: string | null) =>
    text === null || !redactor.names(text) ? text : redactor.text(text);
  const isNamed = (text: string | null) => text !== null && namesErased(text, buried, key);
  return {
    ...event,
    messageId: redactor.names(event.messageId)
      ? key.of({ kind: "message", value: event.messageId })
      : event.messageId,
    name: clean(event.name),
    userId: isNamed(event.userId) ? null : event.userId,
    anonymousId: isNamed(event.anonymousId) ? null : event.anonymousId,
    payload: JSON.stringify(redactor.json(payload)),
  };
}
