import type { Noise } from "../noise.ts";
import { noiseStream } from "../noise.ts";
import type { MarketRequest } from "../parameters.ts";
import { marketParameters } from "../parameters.ts";
import {
  type Company,
  type Dealer,
  type Person,
  type Population,
  ranks,
  teams,
} from "./company.ts";
import { createDevice, creditCodeOf, decimalDigits, hexDigits } from "./identifiers.ts";
import { latinOf, latinStem } from "./latin.ts";
import { pick, pickShare } from "./pick.ts";
import { type Vocabulary, vocabularies } from "./vocabulary.ts";

const COMPANY = noiseStream("company");
const COMPANY_NORMAL = noiseStream("company normal");
const PERSON = noiseStream("person");
const DEALER = noiseStream("dealer");
const FREE_MAIL = ["163.com", "qq.com", "gmail.com"] as const;

interface Draft {
  readonly noise: Noise;
  readonly words: Vocabulary;
  readonly locale: "zh" | "en";
  readonly dealers: readonly Dealer[];
  readonly takenNames: Set<string>;
  readonly takenDomains: Set<string>;
}

function unused(taken: Set<string>, propose: (attempt: number) => string): string {
  for (let attempt = 0; ; attempt++) {
    const proposal = propose(attempt);
    if (taken.has(proposal)) continue;
    taken.add(proposal);
    return proposal;
  }
}

function createPerson(
  draft: Draft,
  company: { index: number; domain: string; network: string },
  index: number,
  position: number,
): Person {
  const { noise, words } = draft;
  const draw = (item: number): number => noise.uniform(PERSON, index, item, -1);
  const surname = pick(words.surnames, draw(0));
  const given = pick(words.givenNames, draw(1));
  const rank =
    ranks[
      position === 0 ? pickShare([0.35, 0.65], draw(2)) : pickShare([0.12, 0.3, 0.38, 0.2], draw(2))
    ] ?? "other";
  const latinName = draft.locale === "zh" ? latinOf(surname, given) : `${given} ${surname}`;
  const [first = "x", last = "x"] = latinName.toLowerCase().split(" ");
  const usesFreeMail = draw(3) < 0.12;
  const address = `${first}.${last}${usesFreeMail ? index : position === 0 ? "" : position}`;
  const hasWechat = draw(4) < (draft.locale === "zh" ? 0.75 : 0.1);
  const devices = [
    createDevice(noise, { name: "office", entity: index, mobile: false, network: company.network }),
  ];
  if (draw(5) < 0.6) {
    devices.push(
      createDevice(noise, {
        name: "phone",
        entity: index,
        mobile: true,
        network: `117.${Math.floor(draw(6) * 250)}.${Math.floor(draw(7) * 250)}`,
      }),
    );
  }
  if (draw(8) < 0.25) {
    devices.push(
      createDevice(noise, {
        name: "home",
        entity: index,
        mobile: false,
        network: `183.${Math.floor(draw(9) * 250)}.${Math.floor(draw(10) * 250)}`,
      }),
    );
  }
  return {
    index,
    company: company.index,
    name: words.personName(surname, given),
    latinName,
    rank,
    title: pick(words.titles[rank], draw(11)),
    email: `${address}@${usesFreeMail ? pick(FREE_MAIL, draw(12)) : company.domain}`,
    phone:
      draft.locale === "zh"
        ? `1${pick(["38", "39", "58", "86", "77"], draw(13))}${String(10_000_000 + ((index * 7919) % 89_999_999))}`
        : `+1${String(2_010_000_000 + ((index * 104_729) % 7_900_000_000))}`,
    wechatOpenId: hasWechat ? `o${hexDigits(noise, "openid", index, 27)}` : undefined,
    unionId: hasWechat ? `u${hexDigits(noise, "unionid", index, 27)}` : undefined,
    portalId: `portal-${String(100_000 + index)}`,
    devices,
  };
}

function nameOf(
  draft: Draft,
  index: number,
  group: boolean,
  city: string,
  industryWords: readonly string[],
): { name: string; shortName: string } {
  const { noise, words } = draft;
  let shortName = "";
  const name = unused(draft.takenNames, (attempt) => {
    const draw = (item: number): number =>
      noise.uniform(COMPANY, index, 100 + attempt * 4 + item, -1);
    const brand = pick(words.brandFirst, draw(0)) + pick(words.brandSecond, draw(1));
    const word = pick(industryWords, draw(2));
    shortName =
      draft.locale === "zh" ? brand + word.slice(0, 2) : `${brand} ${word.split(" ")[0] ?? ""}`;
    return words.companyName({ city, brand, word, group });
  });
  return { name, shortName };
}

function createCompany(draft: Draft, index: number, firstPerson: number): Company {
  const { noise, words } = draft;
  const p = marketParameters.population;
  const draw = (item: number): number => noise.uniform(COMPANY, index, item, -1);
  const normal = (item: number): number => noise.normal(COMPANY_NORMAL, index, item, -1);
  const region = pickShare(p.regionShares, draw(0));
  const industry = pickShare([0.22, 0.22, 0.18, 0.14, 0.12, 0.12], draw(1));
  const regionWords = words.regions[region];
  const industryWords = words.industries[industry];
  if (!regionWords || !industryWords)
    throw new RangeError("Vocabulary lacks a region or an industry");
  const city = pick(regionWords.cities, draw(2));
  // Groups of four: the first company of each block may own the other three.
  const blockHead = index - (index % 4);
  const inGroup = noise.uniform(COMPANY, blockHead, 3, -1) < p.groupShare;
  const { name, shortName } = nameOf(
    draft,
    index,
    inGroup && index === blockHead,
    city,
    industryWords.words,
  );
  const sizeScore = normal(0);
  const stem =
    draft.locale === "zh"
      ? latinStem(shortName.slice(0, 2), shortName.slice(2))
      : shortName.toLowerCase().replaceAll(/[^a-z]/g, "");
  const domain = unused(
    draft.takenDomains,
    (attempt) =>
      `${stem}${attempt === 0 ? "" : attempt + 1}.${draft.locale === "zh" ? "com.cn" : "com"}`,
  );
  const network = `${58 + (index % 120)}.${Math.floor(index / 250) % 250}.${index % 250}`;
  const served = draft.dealers.filter((dealer) => dealer.region === region);
  const byDealer = draw(4) < p.dealerShare && served.length > 0;
  const installed = draw(6) < p.installedShare;
  const personCount = 2 + Math.floor(draw(8) * 4);
  const company = { index, domain, network };
  return {
    index,
    name,
    shortName,
    city,
    region,
    regionName: regionWords.name,
    team: teams[region] ?? "east",
    industry,
    industryName: industryWords.name,
    employees: Math.round(Math.exp(5 + 0.9 * sizeScore)) + 8,
    sizeScore,
    domain,
    phone:
      draft.locale === "zh"
        ? `0${pick(["512", "574", "757", "22", "27"], draw(7))}-8${decimalDigits(noise, "switchboard", index, 7)}`
        : `+1${String(3_020_000_000 + index * 37)}`,
    creditCode: creditCodeOf(noise, index),
    parent: inGroup && index !== blockHead ? blockHead : undefined,
    dealer: byDealer ? pick(served, draw(5)).index : undefined,
    installedAtStart: installed,
    quality: normal(1),
    orderAmount:
      marketParameters.orders.meanAmount *
      Math.exp(marketParameters.orders.accountDeviation * normal(2) + 0.25 * sizeScore - 0.155),
    orderPhase: Math.floor(draw(9) * marketParameters.orders.everyMonths),
    contractPhase: Math.floor(draw(10) * 365),
    machineSerials: Array.from(
      { length: 1 + Math.floor(draw(11) * 2.2) },
      (_, item) => `G-${hexDigits(noise, "serial", index * 4 + item, 8).toUpperCase()}`,
    ),
    persons: Array.from({ length: personCount }, (_, position) =>
      createPerson(draft, company, firstPerson + position, position),
    ),
    sharedComputer:
      draw(12) < p.sharedComputerShare
        ? createDevice(noise, { name: "shared", entity: index, mobile: false, network })
        : undefined,
  };
}

/** Draws the true companies, persons, dealers and devices of a market. */
export function createPopulation(request: MarketRequest, noise: Noise): Population {
  const words = vocabularies[request.locale];
  const dealerCount = Math.max(
    4,
    Math.round(
      (request.customers * marketParameters.population.dealerShare) /
        marketParameters.population.customersPerDealer,
    ),
  );
  const dealers = Array.from({ length: dealerCount }, (_, index): Dealer => {
    const region =
      index < 4
        ? index
        : pickShare(marketParameters.population.regionShares, noise.uniform(DEALER, index, 0, -1));
    const place = words.regions[region];
    const city = place ? pick(place.cities, noise.uniform(DEALER, index, 1, -1)) : "";
    const brand =
      pick(words.brandFirst, noise.uniform(DEALER, index, 2, -1)) +
      pick(words.brandSecond, noise.uniform(DEALER, index, 3, -1));
    return {
      index,
      name:
        request.locale === "zh"
          ? `${city}${brand}机电设备有限公司`
          : `${brand} Machinery Dealers (${city}) Ltd.`,
      region,
      creditCode: creditCodeOf(noise, 1_000_000 + index),
    };
  });
  const draft: Draft = {
    noise,
    words,
    locale: request.locale,
    dealers,
    takenNames: new Set(),
    takenDomains: new Set(),
  };
  const companies: Company[] = [];
  const persons: Person[] = [];
  for (let index = 0; index < request.customers; index++) {
    const company = createCompany(draft, index, persons.length);
    companies.push(company);
    persons.push(...company.persons);
  }
  const kiosk = createDevice(noise, {
    name: "kiosk",
    entity: 0,
    mobile: false,
    network: "203.0.113",
  });
  return { companies, persons, dealers, kiosk };
}
