import { dayMs } from "../calendar.ts";
import { noiseStream } from "../noise.ts";
import type { Device, Person } from "../population/company.ts";
import type { Lead } from "../process/lead.ts";
import type { Json } from "./market-item.ts";
import type { PageName } from "./pages.ts";
import { pages } from "./pages.ts";
import type { Scene } from "./scene.ts";
import { truthOf, workingHour } from "./scene.ts";
import { writtenCompany, writtenName, writtenPhone } from "./writing.ts";

const DEVICE = noiseStream("device choice");
const RESET = noiseStream("cookie reset");
const VISIT = noiseStream("visit day");
const ORDER = noiseStream("order of pages");
const SIGN_IN = noiseStream("sign in");

const ORIGIN = "https://www.qiheng-laser.example";

/** The browser's id on a day: a fifth of the browsers lose their cookies every four months. */
export function anonymousIdAt(scene: Scene, device: Device, person: number, day: number): string {
  if (scene.noise.uniform(RESET, person, device.mobile ? 1 : 0, -1) >= 0.2)
    return device.anonymousId;
  const epoch = Math.floor((day + 200) / 120) % 256;
  return `${device.anonymousId.slice(0, -2)}${epoch.toString(16).padStart(2, "0")}`;
}

function deviceFor(scene: Scene, person: Person, key: number): Device {
  const choice = scene.noise.uniform(DEVICE, person.index, key, -1);
  if (scene.company.sharedComputer && choice > 0.8) return scene.company.sharedComputer;
  const weighted = choice < 0.6 ? 0 : 1 + Math.floor((choice - 0.6) * 5);
  const device = person.devices[Math.min(weighted, person.devices.length - 1)];
  if (!device) throw new RangeError(`Person ${person.index} has no device`);
  return device;
}

/** One visit of the website: pages in order, a minute or two apart. */
export interface Visit {
  readonly person: Person;
  readonly day: number;
  /** Unique for the person; keys device and dwell. */
  readonly key: number;
  readonly views: readonly PageName[];
  readonly search?: string;
  readonly referrer?: string;
  /** Whether the visitor signs in to the customer portal. */
  readonly signedIn?: boolean;
}

/** What the browser sends of itself with every call. */
function browserContext(
  scene: Scene,
  device: Device,
  page: PageName,
  visit: Visit,
): { readonly [key: string]: Json } {
  const { path } = pages[page];
  const search = visit.search ?? "";
  return {
    ip: device.ip,
    userAgent: device.userAgent,
    locale: scene.locale === "zh" ? "zh-CN" : "en-US",
    page: {
      path,
      search,
      title: pages[page][scene.locale],
      url: `${ORIGIN}${path}${search}`,
      referrer: visit.referrer ?? "",
    },
  };
}

/** Writes a visit; returns the browser it was made with and the day on which it ended. */
export function writeVisit(
  scene: Scene,
  visit: Visit,
): { device: Device; anonymousId: string; endDay: number } {
  const device = deviceFor(scene, visit.person, visit.key);
  const owner =
    device === scene.company.sharedComputer ? -1 - scene.company.index : visit.person.index;
  const anonymousId = anonymousIdAt(scene, device, owner, visit.day);
  let { day } = visit;
  const startDay = visit.day;
  const identity = visit.signedIn
    ? { anonymousId, userId: visit.person.portalId }
    : { anonymousId };
  if (visit.signedIn && visit.views[0]) {
    scene.event(day - 30_000 / dayMs, "web", truthOf(visit.person), {
      type: "identify",
      ...identity,
      traits: { email: visit.person.email, name: visit.person.name },
      context: browserContext(scene, device, visit.views[0], visit),
    });
  }
  visit.views.forEach((page, position) => {
    const dwell =
      15 + 150 * scene.noise.uniform(VISIT, visit.person.index, visit.key * 64 + position, -1);
    const first = position === 0 ? visit : { ...visit, search: "", referrer: ORIGIN };
    const context = browserContext(scene, device, page, first);
    scene.event(day, "web", truthOf(visit.person), {
      type: "page",
      ...identity,
      name: pages[page].en,
      properties: {
        path: pages[page].path,
        title: pages[page][scene.locale],
        url: `${ORIGIN}${pages[page].path}`,
      },
      context,
    });
    if (page === "documents") {
      scene.event(day + dwell / 2 / 86_400, "web", truthOf(visit.person), {
        type: "track",
        ...identity,
        event: "Document Downloaded",
        properties: { path: pages[page].path, title: pages[page][scene.locale], format: "pdf" },
        context,
      });
    }
    day += dwell / 86_400;
  });
  writeEngagement(scene, visit, { identity, device, seconds: (day - startDay) * 86_400, day });
  return { device, anonymousId, endDay: day };
}

interface Engagement {
  readonly identity: { readonly anonymousId: string; readonly userId?: string };
  readonly device: Device;
  readonly seconds: number;
  readonly day: number;
}

/** What the browser tells when the last page is left: how long the visit was and how far it was read. */
function writeEngagement(scene: Scene, visit: Visit, engagement: Engagement): void {
  const last = visit.views.at(-1);
  if (last === undefined) return;
  const draw = scene.noise.uniform(VISIT, visit.person.index, visit.key * 64 + 60, -1);
  scene.event(engagement.day, "web", truthOf(visit.person), {
    type: "track",
    ...engagement.identity,
    event: "Page Left",
    properties: {
      path: pages[last].path,
      visitSeconds: Math.round(engagement.seconds),
      scrollPercent: Math.round(25 + 75 * draw),
    },
    context: browserContext(scene, engagement.device, last, visit),
  });
}

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

/** Visits of the person behind a lead: before it, on the day itself, and while it is worked on. */
export function writeLeadVisits(scene: Scene, lead: Lead): void {
  if (!scene.overlaps(lead.createdDay - 31, lead.closeDay + 2)) return;
  const person = scene.market.population.persons[lead.person];
  if (!person) return;
  const views = viewsBefore(scene, lead);
  const visits = Math.max(1, Math.ceil(views.length / 4));
  for (let visit = 0; visit < visits; visit++) {
    const slot = (29 * (visit + scene.noise.uniform(VISIT, lead.index, visit, -1))) / visits;
    const some = views.slice(visit * 4, visit * 4 + 4);
    const key = lead.index * 32 + visit;
    const landing: PageName = lead.machine === 0 ? "g4" : "g6";
    writeVisit(scene, {
      person,
      key,
      day: workingHour(lead.createdDay - 1 - slot, scene.noise.uniform(VISIT, key, 1, -1)),
      views: [visit === 0 ? "home" : landing, ...some],
      ...(visit === 0 ? { referrer: "https://www.baidu.com/" } : {}),
      ...campaignOf(scene, lead, visit),
    });
  }
  writeForm(scene, lead, person);
  writeFollowUpVisits(scene, lead, person);
}

/** The click id of an advertisement, where one brought the lead. */
export function adClickId(lead: Lead): string {
  return `bdv${(lead.index * 2_654_435_761 + 97).toString(36)}`;
}

function campaignOf(scene: Scene, lead: Lead, visit: number): { search?: string } {
  if (lead.source !== "advertising" || visit !== 0) return {};
  const key = scene.locale === "zh" ? "bd_vid" : "gclid";
  return {
    search: `?utm_source=${scene.locale === "zh" ? "baidu" : "google"}&utm_medium=cpc&${key}=${adClickId(lead)}`,
  };
}

/** Leads from the website and from advertisements leave their name in a form: the anonymous history gets one. */
function writeForm(scene: Scene, lead: Lead, person: Person): void {
  if (lead.source !== "website" && lead.source !== "advertising") return;
  const { anonymousId, device } = writeVisit(scene, {
    person,
    key: lead.index * 32 + 20,
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
      day: workingHour(lead.createdDay + 1 + share * 28, scene.noise.uniform(VISIT, key, 4, -1)),
      views: keen ? ["g6", "pricing", "cases"] : ["news", "cases"],
    });
  }
}

/** Visits that lead nowhere: news, support, spare parts. Customers sign in to the portal half of the time. */
export function writeEverydayVisits(scene: Scene): void {
  const { company, month, noise } = scene;
  const visits = noise.poisson(0.9, VISIT, company.index, month * 8 + 1, -1);
  const isCustomer = scene.history.memberships.some(
    (entry) => entry.fromDay <= scene.fromDay && (entry.lostDay ?? scene.toDay) >= scene.toDay,
  );
  for (let visit = 0; visit < visits; visit++) {
    const key = 2 ** 24 + month * 16 + visit;
    const draw = (item: number): number => noise.uniform(VISIT, company.index, key * 8 + item, -1);
    const person = company.persons[Math.floor(draw(0) * company.persons.length)];
    if (!person) continue;
    const signedIn = isCustomer && noise.uniform(SIGN_IN, company.index, key, -1) < 0.5;
    writeVisit(scene, {
      person,
      key,
      day: workingHour(scene.fromDay + draw(1) * (scene.toDay - scene.fromDay - 1), draw(2)),
      views: isCustomer
        ? ["support", "spareParts", ...(draw(3) < 0.3 ? (["documents"] as const) : [])]
        : [
            "home",
            draw(3) < 0.5 ? "news" : "g4",
            ...(draw(4) < 0.12 ? (["pricing"] as const) : []),
          ],
      signedIn,
    });
  }
}
