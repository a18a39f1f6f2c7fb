import { noiseStream } from "../noise.ts";
import { hexDigits } from "../population/identifiers.ts";
import type { Lead } from "../process/lead.ts";
import { exhibitionDay } from "./exhibition.ts";
import type { Scene } from "./scene.ts";
import { truthOf } from "./scene.ts";
import { writtenPhone } from "./writing.ts";

const CODE = noiseStream("contact code");
const minute = 1 / 1440;

/**
 * Some who are at the stand also add a colleague on WeCom by the code that hangs there, whose State names the stand. WeCom
 * itself says nothing else of them; most leave their number on the page that the welcome message leads to.
 */
export function writeContactCode(scene: Scene, lead: Lead): void {
  if (!lead.drivers.scanned || !scene.overlaps(lead.createdDay - 31, lead.createdDay + 1)) return;
  const person = scene.market.population.persons[lead.person];
  const draw = (item: number): number => scene.noise.uniform(CODE, lead.index, item, -1);
  if (!person || draw(0) >= 0.3) return;
  const day = exhibitionDay(scene, lead) + 12 * minute;
  const contact = `wm${hexDigits(scene.noise, "wecom contact", person.index, 30)}`;
  const externalIds = [
    { id: contact, type: "wecom_external_userid", collection: "users", encoding: "none" },
  ];
  const identity = { anonymousId: contact, context: { externalIds } };
  scene.event(day, "wecom", truthOf(person), {
    type: "track",
    ...identity,
    event: "WeCom Contact Added",
    properties: { colleague: `sales-${scene.company.team}`, state: "expo-h4-b12" },
  });
  if (draw(1) < 0.6) {
    const phone = writtenPhone(scene.noise, person.phone, person.index, lead.index + 11);
    scene.event(day + 2 * minute, "wecom", truthOf(person), {
      type: "identify",
      ...identity,
      traits: { name: person.name, phone },
    });
  }
}
