import { dayMs } from "../calendar.ts";
import { noiseStream } from "../noise.ts";
import type { Device, Person } from "../population/company.ts";
import type { Json } from "./market-item.ts";
import type { PageName } from "./pages.ts";
import { pages } from "./pages.ts";
import type { Scene } from "./scene.ts";
import { truthOf } from "./scene.ts";

const DEVICE = noiseStream("device choice");
const RESET = noiseStream("cookie reset");
const DWELL = noiseStream("dwell");

const ORIGIN = "https://www.qiheng-laser.example";

/** The browser's id on a day: a fifth of the browsers lose their cookies every four months. */
function anonymousIdAt(scene: Scene, device: Device, person: number, day: number): string {
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
  /** How the visitor is known: signed in to the customer portal, or come by a link in a mail that carries the address. */
  readonly knownBy?: "portal" | "mail";
  /** Chooses the device; `key` unless given. Visits with the same one are made on the same device. */
  readonly deviceKey?: number;
}

/** What the browser sends of itself with every call. */
export function browserContext(
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
  const device = deviceFor(scene, visit.person, visit.deviceKey ?? visit.key);
  const owner =
    device === scene.company.sharedComputer ? -1 - scene.company.index : visit.person.index;
  const anonymousId = anonymousIdAt(scene, device, owner, visit.day);
  let { day } = visit;
  const startDay = visit.day;
  const { person } = visit;
  const identity =
    visit.knownBy === "portal" ? { anonymousId, userId: person.portalId } : { anonymousId };
  if (visit.knownBy && visit.views[0]) {
    const isPortal = visit.knownBy === "portal";
    scene.event(day - 2_000 / dayMs, "web", truthOf(person), {
      type: "identify",
      ...identity,
      traits: { email: person.email, ...(isPortal ? { name: person.name } : {}) },
      context: browserContext(scene, device, visit.views[0], visit),
    });
  }
  visit.views.forEach((page, position) => {
    const dwell =
      15 + 150 * scene.noise.uniform(DWELL, visit.person.index, visit.key * 64 + position, -1);
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
  const draw = scene.noise.uniform(DWELL, visit.person.index, visit.key * 64 + 60, -1);
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
