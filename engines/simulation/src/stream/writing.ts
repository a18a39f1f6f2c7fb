import type { Noise } from "../noise.ts";
import { noiseStream } from "../noise.ts";
import type { Company, Person } from "../population/company.ts";

const STYLE = noiseStream("writing style");
const TYPO = noiseStream("typo");

/** A phone number as people write it: plain, spaced, with country code. */
export function writtenPhone(noise: Noise, phone: string, entity: number, index: number): string {
  const style = noise.uniform(STYLE, entity, index, -1);
  if (!/^1\d{10}$/.test(phone)) return phone;
  if (style < 0.5) return phone;
  if (style < 0.7) return `+86${phone}`;
  if (style < 0.85) return `${phone.slice(0, 3)} ${phone.slice(3, 7)} ${phone.slice(7)}`;
  return `+86 ${phone.slice(0, 3)}-${phone.slice(3, 7)}-${phone.slice(7)}`;
}

function withTypo(text: string, uniform: number): string {
  if (text.length < 3) return text;
  const at = 1 + Math.floor(uniform * (text.length - 2));
  return `${text.slice(0, at)}${text[at + 1] ?? ""}${text[at] ?? ""}${text.slice(at + 2)}`;
}

/** A company's name as people write it: in full, without the legal form, short, or with two characters swapped. */
export function writtenCompany(
  noise: Noise,
  company: Company,
  entity: number,
  index: number,
): string {
  const style = noise.uniform(STYLE, entity, index + 1_000_000, -1);
  if (style < 0.45) return company.name;
  if (style < 0.65) return company.name.replace(/有限公司$| Ltd\.$/, "");
  if (style < 0.94) return company.shortName;
  return withTypo(company.name, noise.uniform(TYPO, entity, index, -1));
}

/** A person's name as people write it: own, in Latin letters, or surname with a form of address. */
export function writtenName(noise: Noise, person: Person, index: number): string {
  const style = noise.uniform(STYLE, person.index, index + 2_000_000, -1);
  if (style < 0.8) return person.name;
  if (style < 0.93) return person.latinName;
  const surname = person.name.slice(0, 1);
  return person.name === person.latinName ? person.name.toUpperCase() : `${surname}经理`;
}
