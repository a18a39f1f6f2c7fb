import type { Market, Person, SegmentEvent } from "@causeway/engine-simulation";
import { seededRandom } from "@causeway/kernel";

/** An event of a planted device, and who truly sat before it. */
export interface PlantedEvent {
  readonly event: SegmentEvent;
  readonly person: number;
}

/**
 * Devices before which two to nine people of the market name themselves in turn, with visits without a name between. All of them
 * give the same mailbox of a role beside their own.
 */
export function plantSharedDevices(market: Market, count: number, startMs: number): PlantedEvent[] {
  const random = seededRandom(97);
  const { persons } = market.population;
  const planted: PlantedEvent[] = [];
  for (let device = 0; device < count; device++) {
    const size = 2 + Math.floor(random() * 8);
    const users = Array.from(
      { length: size },
      () => persons[Math.floor(random() * persons.length)],
    );
    let atMs = startMs + Math.floor(random() * 20 * 86_400_000);
    for (let turn = 0; turn < 2 * size; turn++) {
      const person = users[turn % size];
      if (person === undefined) continue;
      atMs += Math.floor((0.2 + random() * 30) * 3_600_000);
      planted.push(...turnOf(device, turn, person, atMs));
    }
  }
  return planted;
}

function turnOf(device: number, turn: number, person: Person, atMs: number): PlantedEvent[] {
  const anonymousId = `planted-${device}`;
  const context = { ip: `203.0.${device >> 8}.${device & 255}`, userAgent: "Kiosk Chrome" };
  const at = (minutes: number) => new Date(atMs + minutes * 60_000).toISOString();
  const made = (part: number, minutes: number, body: object): PlantedEvent => ({
    person: person.index,
    event: {
      type: "page",
      messageId: `planted-${device}-${turn}-${part}`,
      timestamp: at(minutes),
      anonymousId,
      context,
      ...body,
    },
  });
  return [
    made(0, 0, {
      type: "identify",
      traits: { email: person.email },
      context: { ...context, externalIds: [{ type: "email", id: `info@planted-${device}.cn` }] },
    }),
    made(1, 2, { name: "Home" }),
    made(2, 4, { name: "Pricing" }),
  ];
}
