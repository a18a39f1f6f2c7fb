import { dayMs } from "../calendar.ts";
import { noiseStream } from "../noise.ts";
import { marketParameters } from "../parameters.ts";
import type { Person } from "../population/company.ts";
import type { Order } from "../process/company-history.ts";
import type { Lead } from "../process/lead.ts";
import type { Contract } from "../process/retention.ts";
import { orderNumber } from "./commerce.ts";
import type { Json, RecordItem } from "./market-item.ts";
import type { Scene } from "./scene.ts";
import { writtenCompany, writtenName, writtenPhone } from "./writing.ts";

const KNOWN = noiseStream("contact known");
const SALES = noiseStream("sales process");

const stages = ["discovery", "solution", "validation", "negotiation", "contract"] as const;

const dateOf = (scene: Scene, day: number): string =>
  new Date(scene.market.world.calendar.startMs + day * dayMs).toISOString().slice(0, 10);
const instantOf = (scene: Scene, day: number): string =>
  new Date(scene.market.world.calendar.startMs + Math.round(day * dayMs)).toISOString();

export const accountKey = (company: number): string => `account:${company}`;
export const contactKey = (person: number): string => `contact:${person}`;
export const leadKey = (lead: Lead): string => `lead:${lead.index}`;

type Values = { readonly [field: string]: Json };

function contactChange(scene: Scene, person: Person): Omit<RecordItem, "kind" | "atMs"> {
  const values: Values = {
    name: person.name,
    title: person.title,
    rank: person.rank,
    email: person.email,
    phone: writtenPhone(scene.noise, person.phone, person.index, 0),
  };
  return {
    operation: "create",
    object: "contact",
    key: contactKey(person.index),
    values,
    references: { account: accountKey(person.company) },
  };
}

/** Persons on file from the first day: most of the customers', few of the others'. */
export function isKnownAtStart(scene: Scene, person: Person): boolean {
  const share = scene.company.installedAtStart ? 0.75 : 0.3;
  return scene.noise.uniform(KNOWN, person.index, 0, -1) < share;
}

/** Account and known contacts, entered on the first morning. */
export function writeFirstDay(scene: Scene): void {
  const { company } = scene;
  scene.record(0.01 + (company.parent === undefined ? 0 : 0.01), {
    operation: "create",
    object: "account",
    key: accountKey(company.index),
    values: {
      name: company.name,
      industry: company.industryName,
      region: company.regionName,
      city: company.city,
      size: company.employees,
      website: `https://www.${company.domain}`,
      domain: company.domain,
      phone: company.phone,
      credit_code: company.creditCode,
    },
    references: company.parent === undefined ? {} : { parent: accountKey(company.parent) },
  });
  for (const person of company.persons) {
    if (isKnownAtStart(scene, person)) scene.record(0.03, contactChange(scene, person));
  }
}

interface Progress {
  /** Day on which sales makes a deal of the lead; undefined for one that never becomes a deal. */
  readonly qualifiedDay: number | undefined;
  /** Last stage a lost deal reaches. */
  readonly lastStage: number;
}

function progressOf(scene: Scene, lead: Lead): Progress {
  const draw = (item: number): number => scene.noise.uniform(SALES, lead.index, item, -1);
  const span = lead.closeDay - lead.createdDay;
  const becomesDeal = lead.won || draw(0) < 0.55;
  return {
    qualifiedDay: becomesDeal ? lead.createdDay + 1 + Math.min(9 * draw(1), span / 3) : undefined,
    lastStage: lead.won ? stages.length - 1 : Math.floor(draw(2) * 4),
  };
}

function writeDeal(
  scene: Scene,
  lead: Lead,
  progress: { readonly qualifiedDay: number; readonly lastStage: number },
): void {
  const machine = marketParameters.machines[lead.machine] ?? marketParameters.machines[0];
  const key = `deal:${lead.index}`;
  const estimate = 0.9 + 0.25 * scene.noise.uniform(SALES, lead.index, 3, -1);
  const update = (day: number, values: Values): void =>
    scene.record(day, { operation: "update", object: "deal", key, values, references: {} });
  scene.record(progress.qualifiedDay, {
    operation: "create",
    object: "deal",
    key,
    values: {
      name: `${scene.company.shortName} ${machine.name}`,
      amount: Math.round((lead.amount * estimate) / 1000) * 1000,
      stage: "discovery",
      expected_close: dateOf(scene, lead.createdDay + 60),
      team: scene.company.team,
    },
    references: {
      account: accountKey(lead.company),
      contact: contactKey(lead.person),
      product: `product:${lead.machine}`,
    },
  });
  const step = (lead.closeDay - progress.qualifiedDay) / (progress.lastStage + 1);
  for (let stage = 1; stage <= progress.lastStage; stage++) {
    update(progress.qualifiedDay + step * stage, { stage: stages[stage] ?? "solution" });
  }
  update(lead.closeDay, {
    stage: lead.won ? "won" : "lost",
    amount: lead.amount,
    closed_at: instantOf(scene, lead.closeDay),
  });
}

/** A lead from its first contact to its end, with the deal that sales makes of it. */
export function writeLeadRecords(scene: Scene, lead: Lead): void {
  if (!scene.overlaps(lead.createdDay, lead.closeDay + 1)) return;
  const person = scene.market.population.persons[lead.person];
  if (!person) return;
  const draw = (item: number): number => scene.noise.uniform(SALES, lead.index, item, -1);
  const byPhone = lead.source === "call";
  const values: Values = {
    name: writtenName(scene.noise, person, lead.index),
    company: writtenCompany(scene.noise, scene.company, person.index, lead.index),
    ...(byPhone || draw(4) < 0.08 ? {} : { email: person.email }),
    ...(byPhone || draw(5) < 0.8
      ? { phone: writtenPhone(scene.noise, person.phone, person.index, lead.index) }
      : {}),
    source: lead.source,
    industry: scene.company.industryName,
    region: scene.company.regionName,
    title: person.title,
    status: "new",
  };
  scene.record(lead.createdDay + 1 / 1440, {
    operation: "create",
    object: "lead",
    key: leadKey(lead),
    values,
    references: {},
  });
  const update = (
    day: number,
    changed: Values,
    references: { readonly [field: string]: string } = {},
  ): void =>
    scene.record(day, {
      operation: "update",
      object: "lead",
      key: leadKey(lead),
      values: changed,
      references,
    });
  update(lead.createdDay + Math.min(lead.drivers.responseHours, 160) / 24, { status: "working" });
  const { qualifiedDay, lastStage } = progressOf(scene, lead);
  if (qualifiedDay !== undefined) {
    if (!isKnownAtStart(scene, person) && isFirstLeadOf(scene, lead)) {
      scene.record(qualifiedDay - 1 / 1440, contactChange(scene, person));
    }
    const late = Math.max(
      qualifiedDay,
      lead.createdDay + Math.min(lead.drivers.responseHours, 160) / 24 + 1 / 1440,
    );
    update(
      late,
      { status: "qualified" },
      { contact: contactKey(lead.person), account: accountKey(lead.company) },
    );
    writeDeal(scene, lead, { qualifiedDay, lastStage });
  }
  update(lead.closeDay, {
    status: lead.won ? "converted" : "lost",
    outcome: lead.won ? "won" : "lost",
    closed_at: instantOf(scene, lead.closeDay),
  });
}

/** Whether no earlier lead of the same person became a deal, so that its contact is not on file yet. */
function isFirstLeadOf(scene: Scene, lead: Lead): boolean {
  return !scene.history.leads.some(
    (other) =>
      other.person === lead.person &&
      other.createdDay < lead.createdDay &&
      progressOf(scene, other).qualifiedDay !== undefined,
  );
}

/** A repeat order, entered as a deal that is won when it is placed. */
export function writeOrderRecord(scene: Scene, order: Order): void {
  if (!scene.overlaps(order.day, order.day + 1)) return;
  scene.record(order.day + 1 / 1440, {
    operation: "create",
    object: "deal",
    key: `deal:order-${order.company}-${Math.floor(order.day)}`,
    values: {
      name: `${scene.company.shortName} ${scene.locale === "zh" ? "备件订单" : "parts order"} ${orderNumber(scene, order)}`,
      amount: order.amount,
      stage: "won",
      expected_close: dateOf(scene, order.day),
      closed_at: instantOf(scene, order.day),
      team: scene.company.team,
    },
    references: { account: accountKey(order.company), product: "product:parts" },
  });
}

/** A yearly service contract of a direct customer: signed, then renewed or lost at its end. */
export function writeContract(scene: Scene, contract: Contract): void {
  const key = `contract:${contract.company}-${contract.startDay.toFixed(0)}`;
  const signedDay = Math.max(0.05, contract.startDay + 0.4);
  if (contract.endDay <= 0) return;
  scene.record(signedDay, {
    operation: "create",
    object: "contract",
    key,
    values: {
      name: `${scene.company.shortName} ${scene.locale === "zh" ? "年度服务合同" : "service contract"}`,
      amount: Math.round((scene.company.orderAmount * 1.6) / 1000) * 1000,
      starts_on: dateOf(scene, contract.startDay),
      ends_on: dateOf(scene, contract.endDay),
      renewal_on: dateOf(scene, contract.endDay - 30),
      status: "active",
    },
    references: { account: accountKey(contract.company) },
  });
  scene.record(contract.endDay + 0.39, {
    operation: "update",
    object: "contract",
    key,
    values: { status: contract.lost ? "lost" : "renewed" },
    references: {},
  });
}

/** The supply agreement of a dealer's customer, which ends on the day it is lost. */
export function writeSupplyAgreement(
  scene: Scene,
  fromDay: number,
  lostDay: number | undefined,
): void {
  const key = `contract:supply-${scene.company.index}-${Math.floor(fromDay)}`;
  const dealer =
    scene.company.dealer === undefined
      ? undefined
      : scene.market.population.dealers[scene.company.dealer];
  const startDay = fromDay <= 0 ? -Math.floor(scene.company.contractPhase) : fromDay;
  scene.record(Math.max(0.05, fromDay + 0.4), {
    operation: "create",
    object: "contract",
    key,
    values: {
      name: `${scene.company.shortName} ${scene.locale === "zh" ? "供货协议" : "supply agreement"} · ${dealer?.name ?? ""}`,
      amount: Math.round((scene.company.orderAmount * 4) / 1000) * 1000,
      starts_on: dateOf(scene, startDay),
      ends_on: dateOf(scene, startDay + 3 * 365),
      renewal_on: dateOf(scene, startDay + 3 * 365 - 60),
      status: "active",
    },
    references: { account: accountKey(scene.company.index) },
  });
  if (lostDay === undefined) return;
  scene.record(lostDay + 0.5, {
    operation: "update",
    object: "contract",
    key,
    values: { status: "lost" },
    references: {},
  });
  const person = scene.company.persons[0];
  if (!person) return;
  scene.event(
    lostDay + 0.45,
    "dealer",
    { person: undefined, company: scene.company.index },
    {
      type: "track",
      anonymousId: `supply-${scene.company.creditCode}`,
      event: "Supply Agreement Cancelled",
      properties: {
        dealer: dealer?.name ?? "",
        creditCode: scene.company.creditCode,
        company: scene.company.name,
      },
      context: { groupId: scene.company.creditCode },
    },
  );
}
