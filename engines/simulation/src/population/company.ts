export const ranks = ["executive", "manager", "specialist", "other"] as const;
export type Rank = (typeof ranks)[number];

/** Where business is assigned: one sales team per region. */
export const teams = ["east", "south", "north", "west"] as const;
export type Team = (typeof teams)[number];

/** One browser or phone of a person, or a computer that several persons share. */
export interface Device {
  /** Client-made id of the browser; changes when the person clears the cookies. */
  readonly anonymousId: string;
  readonly ip: string;
  readonly userAgent: string;
  readonly mobile: boolean;
}

/** A true person. Names and numbers in events may be written differently. */
export interface Person {
  readonly index: number;
  readonly company: number;
  readonly name: string;
  /** The name in Latin letters, as e-mail and forms in English carry it. */
  readonly latinName: string;
  readonly rank: Rank;
  readonly title: string;
  readonly email: string;
  readonly phone: string;
  readonly wechatOpenId: string | undefined;
  readonly unionId: string | undefined;
  /** The id of the customer portal; sent as `userId` once the person has signed in. */
  readonly portalId: string;
  readonly devices: readonly Device[];
}

/** A true company. */
export interface Company {
  readonly index: number;
  readonly name: string;
  readonly shortName: string;
  readonly city: string;
  readonly region: number;
  readonly regionName: string;
  readonly team: Team;
  readonly industry: number;
  readonly industryName: string;
  readonly employees: number;
  /** Standardised logarithm of the number of employees. */
  readonly sizeScore: number;
  readonly domain: string;
  /** The company's switchboard: points to the company, never to one person. */
  readonly phone: string;
  readonly creditCode: string;
  /** Company that owns this one. */
  readonly parent: number | undefined;
  /** Dealer that serves it; undefined for companies served directly, whose contracts are the valuable ones. */
  readonly dealer: number | undefined;
  readonly installedAtStart: boolean;
  /** Reliability of the machines it owns, standard normal. */
  readonly quality: number;
  /** Expected amount of one repeat order, CNY or USD. */
  readonly orderAmount: number;
  readonly orderPhase: number;
  /** Day of the year on which its service contract ends, 0–364. */
  readonly contractPhase: number;
  readonly machineSerials: readonly string[];
  readonly persons: readonly Person[];
  /** A computer in the office that all its persons use at times. */
  readonly sharedComputer: Device | undefined;
}

export interface Dealer {
  readonly index: number;
  readonly name: string;
  readonly region: number;
  readonly creditCode: string;
}

/** True parties of the market. */
export interface Population {
  readonly companies: readonly Company[];
  readonly persons: readonly Person[];
  readonly dealers: readonly Dealer[];
  /** A computer at exhibitions that visitors of many companies use. */
  readonly kiosk: Device;
}
