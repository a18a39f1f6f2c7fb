import { noiseStream } from "../noise.ts";
import type { CareMonth } from "../process/retention.ts";
import { windDown } from "../process/retention.ts";
import { conversationTopics } from "./conversation-topics.ts";
import type { Scene } from "./scene.ts";
import { truthOf, workingHour } from "./scene.ts";
import { writtenPhone } from "./writing.ts";

const TICKET = noiseStream("ticket");
const HEARTBEAT = noiseStream("heartbeat");

/** A machine's weekly summary: hours of use follow the customer's usage, and fall before it leaves. The serial points to the company. */
function writeHeartbeats(scene: Scene, care: CareMonth): void {
  const contracts = scene.history.memberships.flatMap((membership) => membership.contracts);
  for (let week = 0; week < 4; week++) {
    const day = scene.fromDay + 6.6 + week * 7;
    const usage = care.usage + windDown(contracts, day);
    scene.company.machineSerials.slice(0, 1).forEach((serial, machine) => {
      const noise = scene.noise.normal(
        HEARTBEAT,
        scene.company.index,
        (scene.month * 8 + week) * 4 + machine,
        -1,
      );
      const hours = Math.max(0, 52 * Math.exp(usage + 0.06 * noise));
      scene.event(
        day,
        "iot",
        { person: undefined, company: scene.company.index },
        {
          type: "track",
          anonymousId: `device-${serial}`,
          event: "Machine Heartbeat",
          properties: {
            serial,
            beamHours: Math.round(hours * 10) / 10,
            spindleLoad: Math.round(55 + 8 * noise + 20 * usage),
            alarms: care.tickets > 0 && week === 1 ? care.tickets : 0,
          },
          context: { device: { id: serial, type: "machine" }, groupId: scene.company.creditCode },
        },
      );
    });
  }
}

function writeTickets(scene: Scene, care: CareMonth): void {
  for (let ticket = 0; ticket < care.tickets; ticket++) {
    const draw = (item: number): number =>
      scene.noise.uniform(TICKET, scene.company.index, (scene.month * 32 + ticket) * 8 + item, -1);
    const person = scene.company.persons[Math.floor(draw(0) * scene.company.persons.length)];
    if (!person) continue;
    const day = workingHour(scene.fromDay + 1 + draw(1) * 21, draw(2));
    const number = `T${scene.company.index.toString(36)}${scene.month}${ticket}`.toUpperCase();
    const identity = {
      anonymousId: `desk-${person.portalId}`,
      context: {
        traits: {
          email: person.email,
          phone: writtenPhone(scene.noise, person.phone, person.index, scene.month),
        },
      },
    };
    const about = conversationTopics[scene.locale];
    const topic =
      draw(3) < 0.5 ? about.cuttingHead : draw(3) < 0.8 ? about.chiller : about.software;
    scene.event(day, "service", truthOf(person), {
      type: "track",
      ...identity,
      event: "Ticket Opened",
      properties: { ticket: number, topic, serial: scene.company.machineSerials[0] ?? "" },
    });
    const resolved = ticket >= care.unresolved;
    scene.event(day + (resolved ? 1.2 : 4.5), "service", truthOf(person), {
      type: "track",
      ...identity,
      event: resolved ? "Ticket Resolved" : "Ticket Escalated",
      properties: { ticket: number, topic },
    });
  }
}

/** Service of the month: heartbeats, tickets, late parts, visits, survey answers. */
export function writeService(scene: Scene): void {
  const care = scene.history.memberships
    .flatMap((membership) => membership.months)
    .find((entry) => entry.month === scene.month);
  const person = scene.company.persons[0];
  if (!care || !person) return;
  writeHeartbeats(scene, care);
  writeTickets(scene, care);
  const identity = {
    anonymousId: `desk-${person.portalId}`,
    context: { traits: { email: person.email } },
  };
  if (care.lateParts) {
    scene.event(scene.fromDay + 17.3, "service", truthOf(person), {
      type: "track",
      ...identity,
      event: "Spare Part Delayed",
      properties: { days: 9 },
    });
  }
  if (care.serviceVisit) {
    scene.event(scene.fromDay + 20.2, "service", truthOf(person), {
      type: "track",
      ...identity,
      event: "Service Visit Done",
      properties: { kind: "preventive" },
    });
  }
  if (care.survey !== undefined) {
    scene.event(scene.fromDay + 24.3, "service", truthOf(person), {
      type: "track",
      ...identity,
      event: "Survey Answered",
      properties: { question: "recommend", score: care.survey },
    });
  }
}
