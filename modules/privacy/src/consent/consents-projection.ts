import { defaultBook, type Identifier, readIdentity } from "@causeway/module-identity";
import {
  asObject,
  objectAt,
  type Projection,
  type StoredEvent,
} from "@causeway/module-touchpoints";
import {
  type ConsentPurpose,
  type ConsentStatement,
  consentPurposes,
  recordConsents,
} from "@causeway/platform-audit";

const consentUpdated = "Consent Updated";

/**
 * Writes down what events say about consent: `traits.consent` of an identify call, and the properties of a track event
 * "Consent Updated" (as the tracker's `consent(true, { marketing: false })` sends it), each `{ purpose: true | false }`
 * with `version` and `proof` beside. A second reading of the log repeats nothing, and a rebuild forgets nothing: what
 * somebody said outlives the event that said it.
 */
export const consentsProjection: Projection = {
  name: "consents",
  version: 2,
  only: { types: ["identify"], names: [consentUpdated] },
  async apply(trx, events) {
    await recordConsents(trx, events.flatMap(statementsOf));
  },
  reset: async () => undefined,
};

/** What one event says about consent, once for every identifier that it names. */
export function statementsOf(event: StoredEvent): readonly ConsentStatement[] {
  const said = saidIn(event);
  if (said === null) return [];
  const decisions = consentPurposes.flatMap((purpose): [ConsentPurpose, boolean][] => {
    const value = said[purpose];
    return typeof value === "boolean" ? [[purpose, value]] : [];
  });
  if (decisions.length === 0) return [];
  return speakers(event).flatMap((identifier) =>
    decisions.map(([purpose, granted]) => ({
      identifier,
      purpose,
      decision: granted ? ("granted" as const) : ("refused" as const),
      source: event.type === "identify" ? "identify" : "tracker",
      textVersion: shortText(said["version"]),
      proof: shortText(said["proof"]),
      eventId: String(event.id),
      givenAt: event.occurredAt,
      actor: { kind: "source", id: event.sourceId },
    })),
  );
}

/**
 * For whom an event speaks: somebody who names themselves for themselves, a browser without a name only for itself, and a
 * mailbox of a role, where nobody is named beside it, for its address, whether or not that is said to be a person's later.
 */
function speakers(event: StoredEvent): readonly Identifier[] {
  const { person, device } = readIdentity(event);
  if (person.length === 0) return device === null ? [] : [{ kind: "anonymous_id", value: device }];
  const isNamed = person.some(({ kind }) => defaultBook.isName(kind));
  return person.flatMap((one) => {
    if (one.kind !== "role_mailbox") return [one];
    return isNamed ? [] : [{ kind: "email", value: one.value }];
  });
}

function saidIn(event: StoredEvent): Readonly<Record<string, unknown>> | null {
  if (event.type === "identify") return asObject(objectAt(event.payload, "traits")["consent"]);
  const isUpdate = event.type === "track" && event.name === consentUpdated;
  return isUpdate ? objectAt(event.payload, "properties") : null;
}

const longestText = 500;

function shortText(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value.slice(0, longestText) : null;
}
