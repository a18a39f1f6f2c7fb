import { setTimeout as pause } from "node:timers/promises";
import { attempt } from "../crash/attempt.ts";

/** A workspace reached with a key, by a client that asks again until it is answered. */
export interface Client {
  /** Throws for an answer of 400 to 499; asks again after any other that is no success. */
  ask<Body>(method: string, path: string, body?: unknown): Promise<Body>;
  send(batch: readonly object[]): Promise<void>;
}

export interface Refused {
  readonly status: number;
}

const againMs = 50;

export function patientClient(
  url: string,
  keys: { readonly workspace: string; readonly apiKey: string; readonly writeKey: string },
): Client {
  const insist = async (address: string, init: RequestInit): Promise<unknown> => {
    for (;;) {
      const { ok, status, body } = await attempt(address, init);
      if (ok) return body;
      if (status >= 400 && status < 429) {
        throw Object.assign(new Error(`${address}: ${status} ${JSON.stringify(body)}`), { status });
      }
      await pause(againMs);
    }
  };
  return {
    ask: async <Body>(method: string, path: string, body?: unknown) => {
      const headers = {
        authorization: `Bearer ${keys.apiKey}`,
        "content-type": "application/json",
      };
      const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
      return (await insist(`${url}/api/w/${keys.workspace}${path}`, init)) as Body;
    },
    async send(batch) {
      const body = JSON.stringify({ writeKey: keys.writeKey, batch });
      await insist(`${url}/v1/batch`, { method: "POST", body });
    },
  };
}

/** Somebody whose every value is found nowhere else. */
export interface CrowdPerson {
  readonly contact: string;
  readonly lead: string;
  readonly tokens: readonly string[];
  /** What they do later, with what a bystander's later events say of them. */
  readonly late: (run: number) => readonly object[];
}

export const eventsOfPerson = 60;
/** Events of the bystander that name the person. */
export const mentionsOfPerson = 10;

const day = Date.UTC(2026, 2, 1);

/** Plants person `n` with a contact, a lead, a note, a task, events, and mentions in the events of a bystander. */
export async function plantOf(client: Client, n: number): Promise<CrowdPerson> {
  const token = `qoz${n}x`;
  const email = `${token}@zyxq-planted.cn`;
  const phone = `1391234${String(1_000 + n)}`;
  const name = `屈尔${String.fromCodePoint(0x6636 + n)}`;
  const userId = `user-${token}`;
  const device = `device-${token}`;
  const create = async (object: string, values: object) =>
    (await client.ask<{ id: string }>("POST", `/records/${object}`, { values })).id;
  const contact = await create("contact", { name, email, phone, title: `${token}title` });
  const lead = await create("lead", { name, email, phone, company: `${token}company` });
  await create("note", { body: `${token}note`, contact });
  await create("task", { title: `${token}task`, lead });
  await create("deal", { name: `给${name}的报价 ${email}`, contact });
  const at = (id: string, minute: number) => ({
    messageId: `${id}-${n}-${minute}`,
    timestamp: new Date(day + (n * 1_000 + minute) * 60_000).toISOString(),
  });
  const visits = (run: string) =>
    Array.from({ length: eventsOfPerson }, (_, minute) => ({
      ...at(run, minute),
      ...(minute % 3 === 0
        ? { type: "page", anonymousId: device, properties: { path: `/${token}path`, url: "" } }
        : { type: "track", event: "Seen", userId, properties: { product: `${token}product` } }),
    }));
  const known = (run: string) => ({
    ...{ ...at(`${run}-who`, 0), type: "identify", userId, anonymousId: device },
    traits: { email, phone, name, company: `${token}company` },
  });
  const mentions = (run: string) =>
    Array.from({ length: mentionsOfPerson }, (_, minute) => ({
      ...at(`${run}-says`, minute),
      ...{ type: "track", event: "Invited", userId: `bystander-${n}` },
      properties: { invited: email, words: `请联系${name}，电话 ${phone}`, place: "stays" },
    }));
  const all = (run: string) => [known(run), ...visits(run), ...mentions(run)];
  await client.send(all("live"));
  return {
    ...{ contact, lead, late: (run) => all(`late${run}`) },
    tokens: [token, phone, name, device],
  };
}
