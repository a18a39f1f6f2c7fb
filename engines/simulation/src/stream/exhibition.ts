import { noiseStream } from "../noise.ts";
import { hexDigits } from "../population/identifiers.ts";
import type { Lead } from "../process/lead.ts";
import type { Scene } from "./scene.ts";
import { truthOf } from "./scene.ts";
import { writtenCompany, writtenName, writtenPhone } from "./writing.ts";

const SCAN = noiseStream("exhibition scan");

/** Day on which the person of a scanned lead was at the stand. */
export function exhibitionDay(scene: Scene, lead: Lead): number {
  const { createdDay, index, source } = lead;
  if (source === "exhibition") return createdDay;
  return createdDay - 2 - 20 * scene.noise.uniform(SCAN, index, 0, -1);
}

/** A badge scan at the stand, an AR demonstration, and for some a form on the stand's kiosk. */
export function writeExhibition(scene: Scene, lead: Lead): void {
  if (!lead.drivers.scanned || !scene.overlaps(lead.createdDay - 31, lead.createdDay + 1)) return;
  const person = scene.market.population.persons[lead.person];
  if (!person) return;
  const draw = (item: number): number => scene.noise.uniform(SCAN, lead.index, item, -1);
  const day = exhibitionDay(scene, lead);
  const badge = `badge-${hexDigits(scene.noise, "badge", lead.index, 10)}`;
  const traits = {
    name: writtenName(scene.noise, person, lead.index + 7),
    company: writtenCompany(scene.noise, scene.company, person.index, lead.index + 7),
    title: person.title,
    phone: writtenPhone(scene.noise, person.phone, person.index, lead.index + 7),
  };
  const exhibition = scene.locale === "zh" ? "工业博览会" : "Industry fair";
  const truth = truthOf(person);
  scene.event(day, "exhibition", truth, { type: "identify", anonymousId: badge, traits });
  scene.event(day + 10 / 86_400, "exhibition", truth, {
    type: "track",
    anonymousId: badge,
    event: "Badge Scanned",
    properties: { exhibition, stand: "H4-B12", scanId: badge },
  });
  if (draw(1) < 0.4) {
    scene.event(day + 6 / 1440, "exhibition", truth, {
      type: "track",
      anonymousId: badge,
      event: "AR Demo Watched",
      properties: {
        product: lead.machine === 0 ? "G4" : "G6",
        seconds: Math.round(60 + 400 * draw(2)),
      },
    });
  }
  if (draw(3) < 0.3) {
    const { kiosk } = scene.market.population;
    scene.event(day + 15 / 1440, "web", truth, {
      type: "identify",
      anonymousId: kiosk.anonymousId,
      traits: { email: person.email, name: person.name, company: scene.company.name },
      context: { ip: kiosk.ip, userAgent: kiosk.userAgent },
    });
    scene.event(day + 16 / 1440, "web", truth, {
      type: "track",
      anonymousId: kiosk.anonymousId,
      event: "Form Submitted",
      properties: { form: "exhibition-brochure" },
      context: { ip: kiosk.ip, userAgent: kiosk.userAgent },
    });
  }
}
