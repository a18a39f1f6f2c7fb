import { noiseStream } from "../noise.ts";
import type { Person } from "../population/company.ts";
import { hexDigits } from "../population/identifiers.ts";
import type { Lead } from "../process/lead.ts";
import { conversationTopics } from "./conversation-topics.ts";
import { writeNewsletterVisit } from "./everyday-visits.ts";
import type { Scene } from "./scene.ts";
import { truthOf, workingHour } from "./scene.ts";
import { writtenPhone } from "./writing.ts";

const CALL = noiseStream("call");
const MAIL = noiseStream("mail");
const SAMPLE = noiseStream("sample cut");
const WECHAT = noiseStream("wechat");
const MESSAGE = noiseStream("direct message");

/** A call of the 400 hotline, as the call centre reports it at its end. */
function writeCall(scene: Scene, person: Person, day: number, key: number, topic: string): void {
  const draw = (item: number): number =>
    scene.noise.uniform(CALL, person.index, key * 8 + item, -1);
  const talk = Math.round(40 + 400 * draw(0) ** 2);
  const line = draw(1);
  // A switchboard shows the company's number, a privacy number shows nobody's.
  const caller =
    line < 0.72
      ? person.phone
      : line < 0.92
        ? scene.company.phone
        : `170${String(10_000_000 + Math.floor(draw(2) * 80_000_000))}`;
  const written = line < 0.72 ? writtenPhone(scene.noise, caller, person.index, key) : caller;
  scene.event(day, "call", truthOf(person), {
    type: "track",
    anonymousId: `call-${hexDigits(scene.noise, "call", person.index * 4096 + (key % 4096), 12)}`,
    event: "Call Ended",
    properties: {
      direction: "in",
      caller: written,
      callee: "4008001234",
      talkSeconds: talk,
      waitSeconds: Math.round(30 * draw(3)),
      region: scene.company.city,
      topic,
      numberKind: line < 0.72 ? "mobile" : line < 0.92 ? "switchboard" : "virtual",
    },
    context: line < 0.72 ? { traits: { phone: written } } : {},
  });
}

type MailEvent =
  | "Email Sent"
  | "Email Opened"
  | "Email Link Clicked"
  | "Email Replied"
  | "Email Bounced";

/** What a mailbox does not see; the system that sends mailings reports it. */
const tracked: readonly MailEvent[] = ["Email Opened", "Email Link Clicked"];

function writeMail(
  scene: Scene,
  person: Person,
  day: number,
  event: MailEvent,
  subject: string,
): void {
  scene.event(day, tracked.includes(event) ? "mailing" : "email", truthOf(person), {
    type: "track",
    anonymousId: `mail-${hexDigits(scene.noise, "mail", person.index, 12)}`,
    event,
    properties: { subject, email: person.email },
    context: { traits: { email: person.email } },
  });
}

const subjects = {
  zh: {
    package: "同行案例与机型参数对比",
    offer: "关于贵司的切割方案",
    newsletter: "启衡激光月刊",
  },
  en: {
    package: "Peer cases and model comparison",
    offer: "Your cutting solution",
    newsletter: "Laser monthly",
  },
} as const;

/** A sample of the customer's part, cut on the machine within seven days. */
function writeSampleCut(scene: Scene, lead: Lead, person: Person): void {
  const draw = (item: number): number => scene.noise.uniform(SAMPLE, lead.index, item, -1);
  scene.event(workingHour(lead.createdDay + 1 + 5 * draw(0), draw(1)), "service", truthOf(person), {
    type: "track",
    anonymousId: `desk-${person.portalId}`,
    event: "Sample Cut Done",
    properties: {
      product: lead.machine === 0 ? "G4" : "G6",
      minutes: Math.round(15 + 60 * draw(2)),
    },
    context: { traits: { email: person.email } },
  });
}

/** Mails and calls around a lead: replies before it, the package, talks with sales. */
export function writeLeadConversations(scene: Scene, lead: Lead): void {
  if (!scene.overlaps(lead.createdDay - 31, lead.closeDay + 2)) return;
  const person = scene.market.population.persons[lead.person];
  if (!person) return;
  const draw = (stream: number, item: number): number =>
    scene.noise.uniform(stream, lead.index, item, -1);
  const text = subjects[scene.locale];
  const about = conversationTopics[scene.locale];
  for (let reply = 0; reply < lead.drivers.replies; reply++) {
    const day = workingHour(lead.createdDay - 1 - 28 * draw(MAIL, reply), draw(MAIL, 20 + reply));
    writeMail(scene, person, day, "Email Replied", text.offer);
  }
  if (lead.drivers.packageSent) {
    const sent = lead.createdDay + lead.drivers.packageHours / 24;
    writeMail(scene, person, sent, "Email Sent", text.package);
    if (draw(MAIL, 40) < 0.7)
      writeMail(scene, person, sent + 0.01 + 0.3 * draw(MAIL, 41), "Email Opened", text.package);
    if (draw(MAIL, 42) < 0.35)
      writeMail(scene, person, sent + 0.35, "Email Link Clicked", text.package);
  }
  if (lead.drivers.sampleCut) writeSampleCut(scene, lead, person);
  if (lead.source === "call")
    writeCall(scene, person, lead.createdDay, lead.index * 8, about.inquiry);
  const talks = scene.noise.poisson(0.9, CALL, lead.index, 900, -1);
  for (let talk = 0; talk < talks; talk++) {
    const day = lead.createdDay + 1 + draw(CALL, talk) * (lead.closeDay - lead.createdDay - 1);
    writeCall(
      scene,
      person,
      workingHour(day, draw(CALL, 30 + talk)),
      lead.index * 8 + 1 + talk,
      about.followUp,
    );
  }
}

function contextOfWechat(person: Person): {
  readonly externalIds: readonly { readonly [key: string]: string }[];
} {
  const ids = [
    { id: person.wechatOpenId ?? "", type: "wechat_openid", collection: "users", encoding: "none" },
  ];
  if (person.unionId)
    ids.push({ id: person.unionId, type: "unionid", collection: "users", encoding: "none" });
  return { externalIds: ids };
}

/** Official-account events of the month: following, menu clicks; a follower's number is known once bound. */
export function writeWechat(scene: Scene): void {
  for (const person of scene.company.persons) {
    if (!person.wechatOpenId) continue;
    const draw = (item: number): number =>
      scene.noise.uniform(WECHAT, person.index, scene.month * 16 + item, -1);
    const day = workingHour(scene.fromDay + draw(0) * (scene.toDay - scene.fromDay - 1), draw(1));
    const identity = { anonymousId: person.wechatOpenId, context: contextOfWechat(person) };
    if (draw(2) < 0.035) {
      scene.event(day, "wechat", truthOf(person), {
        type: "track",
        ...identity,
        event: "WeChat Subscribed",
        properties: { eventKey: draw(3) < 0.4 ? "qrscene_exhibition" : "" },
      });
      continue;
    }
    if (draw(4) < 0.035) {
      scene.event(day, "wechat", truthOf(person), {
        type: "identify",
        ...identity,
        traits: {
          name: person.name,
          phone: writtenPhone(scene.noise, person.phone, person.index, scene.month),
        },
      });
    }
    if (draw(5) < 0.18) {
      scene.event(day, "wechat", truthOf(person), {
        type: "track",
        ...identity,
        event: "WeChat Menu Viewed",
        properties: { eventKey: draw(6) < 0.3 ? "model-comparison" : "news" },
      });
    }
  }
}

/** The newsletter, opened by a third, and direct messages that sometimes leave a number. */
export function writeMonthlyContacts(scene: Scene): void {
  for (const person of scene.company.persons) {
    const draw = (item: number): number =>
      scene.noise.uniform(MAIL, person.index, 2 ** 20 + scene.month * 16 + item, -1);
    const day = scene.fromDay + 9 + draw(0) * 5;
    if (draw(1) < 0.25) {
      writeMail(scene, person, day, "Email Opened", subjects[scene.locale].newsletter);
      if (draw(2) < 0.2) {
        const text = subjects[scene.locale].newsletter;
        writeMail(scene, person, day + 0.01, "Email Link Clicked", text);
        writeNewsletterVisit(scene, person, day + 0.01 + 4 / 86_400);
      }
    }
    writeDirectMessage(scene, person);
  }
}

function writeDirectMessage(scene: Scene, person: Person): void {
  const draw = (item: number): number =>
    scene.noise.uniform(MESSAGE, person.index, scene.month * 16 + item, -1);
  if (draw(0) >= 0.015) return;
  const day = workingHour(scene.fromDay + draw(1) * (scene.toDay - scene.fromDay - 1), draw(2));
  const session = `dm-${hexDigits(scene.noise, "session", person.index * 512 + scene.month, 14)}`;
  const externalIds = [{ id: session, type: "dm_session", collection: "users", encoding: "none" }];
  scene.event(day, "message", truthOf(person), {
    type: "track",
    anonymousId: session,
    event: "Direct Message Received",
    properties: { sessionId: session, channel: "douyin" },
    context: { externalIds },
  });
  if (draw(3) < 0.6) {
    const phone = writtenPhone(scene.noise, person.phone, person.index, scene.month + 64);
    scene.event(day + 3 / 1440, "message", truthOf(person), {
      type: "identify",
      anonymousId: session,
      traits: { phone },
      context: { externalIds },
    });
  }
}

/** The mail of someone who has left comes back. */
export function writeChampionLeft(scene: Scene): void {
  for (const membership of scene.history.memberships) {
    const left = membership.months.some(
      (entry) => entry.month === scene.month && entry.championLeft,
    );
    const person = scene.company.persons[0];
    if (left && person)
      writeMail(
        scene,
        person,
        scene.fromDay + 14.3,
        "Email Bounced",
        subjects[scene.locale].newsletter,
      );
  }
}
