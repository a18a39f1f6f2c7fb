import { noiseStream } from "../noise.ts";
import type { Person } from "../population/company.ts";
import type { PageName } from "./pages.ts";
import type { Scene } from "./scene.ts";
import { workingHour } from "./scene.ts";
import { writeVisit } from "./visit.ts";

const VISIT = noiseStream("everyday visit");
const SIGN_IN = noiseStream("sign in");
const perMonth = 0.9;

function viewsOf(isCustomer: boolean, draw: (item: number) => number): readonly PageName[] {
  if (isCustomer) return ["support", "spareParts", ...optional("documents", draw(3) < 0.3)];
  return ["home", draw(3) < 0.5 ? "news" : "g4", ...optional("pricing", draw(4) < 0.12)];
}

const optional = (page: PageName, happens: boolean): PageName[] => (happens ? [page] : []);

/** Visits that lead nowhere: news, support, spare parts. Customers sign in to the portal half of the time. */
export function writeEverydayVisits(scene: Scene): void {
  const { company, month, noise } = scene;
  const visits = noise.poisson(perMonth, VISIT, company.index, month * 8 + 1, -1);
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
      views: viewsOf(isCustomer, draw),
      ...(signedIn ? { knownBy: "portal" } : {}),
    });
  }
}

/** A visit by the link of a newsletter. */
export function writeNewsletterVisit(scene: Scene, person: Person, day: number): void {
  writeVisit(scene, {
    person,
    key: 2 ** 25 + scene.month,
    day,
    views: ["news", "cases"],
    search: "?utm_source=newsletter&utm_medium=email",
    knownBy: "mail",
  });
}
