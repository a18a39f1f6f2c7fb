import { noiseStream } from "../noise.ts";
import type { Person } from "../population/company.ts";
import type { Lead } from "../process/lead.ts";
import type { PageName } from "./pages.ts";
import type { Scene } from "./scene.ts";
import { truthOf, workingHour } from "./scene.ts";
import { statedConsent } from "./stated-consent.ts";
import type { Visit } from "./visit.ts";
import { browserContext, writeVisit } from "./visit.ts";
import { writtenCompany, writtenName, writtenPhone } from "./writing.ts";

const VISIT = noiseStream("lead visit");
const ORDER = noiseStream("order of pages");

/** Page views of a lead in the 30 days before it, dealt to visits of two to five pages. */
function viewsBefore(scene: Scene, lead: Lead): PageName[] {
  const repeat = (page: PageName, count: number): PageName[] =>
    new Array<PageName>(count).fill(page);
  const { drivers } = lead;
  const views = [
    ...repeat("pricing", drivers.pricingViews),
    ...repeat("comparison", drivers.comparisonViews),
    ...repeat("certification", drivers.certificationViews),
    ...repeat("documents", drivers.documentViews),
    ...repeat("careers", drivers.careersViews),
  ];
  return views
    .map((page, position) => ({
      page,
      order: scene.noise.uniform(ORDER, lead.index, position, -1),
    }))
    .sort((left, right) => left.order - right.order)
    .map(({ page }) => page);
}

/** Day of a lead's visit number `visit` of `visits`, spread over the 29 days before it; the first is the earliest. */
function visitDay(scene: Scene, lead: Lead, visit: number, visits: number): number {
  const draw = (item: number): number =>
    scene.noise.uniform(VISIT, lead.index * 32 + visit, item, -1);
  const before = (29 * (visits - visit - draw(6))) / visits;
  return workingHour(lead.createdDay - 1 - before, draw(1));
}

const visitsBefore = (views: number): number => Math.max(1, Math.ceil(views / 4));

/** Visits of the person behind a lead: before it, on the day itself, and while it is worked on. */
export function writeLeadVisits(scene: Scene, lead: Lead): void {
  if (!scene.overlaps(lead.createdDay - 31, lead.closeDay + 2)) return;
  const person = scene.market.population.persons[lead.person];
  if (!person) return;
  const views = viewsBefore(scene, lead);
  const visits = visitsBefore(views.length);
  for (let visit = 0; visit < visits; visit++) {
    const some = views.slice(visit * 4, visit * 4 + 4);
    const key = lead.index * 32 + visit;
    const landing: PageName = lead.machine === 0 ? "g4" : "g6";
    writeVisit(scene, {
      person,
      key,
      deviceKey: scene.noise.uniform(VISIT, key, 5, -1) < 0.85 ? lead.index : key,
      day: visitDay(scene, lead, visit, visits),
      views: [visit === 0 ? "home" : landing, ...some],
      ...(visit === 0 ? arrivalOf(scene, lead) : {}),
    });
  }
  writeForm(scene, lead, person);
  writeFollowUpVisits(scene, lead, person);
}

/** The click id of an advertisement, where one brought the lead. */
export function adClickId(lead: Lead): string {
  return `bdv${(lead.index * 2_654_435_761 + 97).toString(36)}`;
}

/** Day on which the advertisement of an advertised lead was clicked, three seconds before the landing page. */
export function adClickDay(scene: Scene, lead: Lead): number {
  const visits = visitsBefore(viewsBefore(scene, lead).length);
  return visitDay(scene, lead, 0, visits) - 3 / 86_400;
}

/** How the first visit came: by an advertisement, by a link in one of our mails, or from a search engine. */
function arrivalOf(scene: Scene, lead: Lead): Pick<Visit, "search" | "referrer" | "knownBy"> {
  const isZh = scene.locale === "zh";
  const engine = isZh ? "baidu" : "google";
  if (lead.source === "advertising") {
    const click = `${isZh ? "bd_vid" : "gclid"}=${adClickId(lead)}`;
    return { search: `?utm_source=${engine}&utm_medium=cpc&${click}` };
  }
  if (lead.source !== "website" && scene.noise.uniform(VISIT, lead.index, 700, -1) < 0.65) {
    return { search: "?utm_source=newsletter&utm_medium=email", knownBy: "mail" };
  }
  return { referrer: `https://www.${engine}.com/` };
}

/** Leads from the website and from advertisements leave their name in a form: the anonymous history gets one. */
function writeForm(scene: Scene, lead: Lead, person: Person): void {
  if (lead.source !== "website" && lead.source !== "advertising") return;
  const { anonymousId, device } = writeVisit(scene, {
    person,
    key: lead.index * 32 + 20,
    deviceKey: lead.index,
    day: lead.createdDay - 4 / 1440,
    views: ["contact"],
  });
  const context = browserContext(scene, device, "contact", { person, day: 0, key: 0, views: [] });
  scene.event(lead.createdDay, "web", truthOf(person), {
    type: "identify",
    anonymousId,
    traits: {
      email: person.email,
      name: writtenName(scene.noise, person, lead.index),
      phone: writtenPhone(scene.noise, person.phone, person.index, lead.index),
      company: writtenCompany(scene.noise, scene.company, person.index, lead.index),
      title: person.title,
      consent: statedConsent(scene, person),
    },
    context,
  });
  scene.event(lead.createdDay + 5 / 86_400, "web", truthOf(person), {
    type: "track",
    anonymousId,
    event: "Form Submitted",
    properties: { form: "quote", product: lead.machine === 0 ? "G4" : "G6" },
    context,
  });
}

/** Visits after the lead: about one in ten days for the average interest, more for a keen one. */
function writeFollowUpVisits(scene: Scene, lead: Lead, person: Person): void {
  const count = scene.noise.poisson(Math.exp(0.3 + 0.4 * lead.interest), VISIT, lead.index, 77, -1);
  for (let visit = 0; visit < Math.min(count, 8); visit++) {
    const key = lead.index * 32 + 21 + visit;
    const share = scene.noise.uniform(VISIT, key, 2, -1);
    const keen = scene.noise.uniform(VISIT, key, 3, -1) < 0.3 + 0.1 * lead.interest;
    writeVisit(scene, {
      person,
      key,
      deviceKey: scene.noise.uniform(VISIT, key, 5, -1) < 0.85 ? lead.index : key,
      ...(visit === 0 && scene.noise.uniform(VISIT, key, 6, -1) < 0.6 ? { knownBy: "mail" } : {}),
      day: workingHour(lead.createdDay + 1 + share * 28, scene.noise.uniform(VISIT, key, 4, -1)),
      views: keen ? ["g6", "pricing", "cases"] : ["news", "cases"],
    });
  }
}
