import { setTimeout as pause } from "node:timers/promises";
import { attempt } from "./attempt.ts";
import { hotLeads, type Prepared } from "./prepare.ts";

/** What clients were told, to be held against what is stored. */
export interface Acknowledged {
  readonly events: string[];
  /** Numbers that were put into an account, by its id. */
  readonly edits: Map<string, number[]>;
  /** Imports that a client saw end, and how. */
  readonly imports: { readonly id: string; readonly name: string; readonly state: string }[];
  /** Requests that were refused as wrong: a fault of this test, or of the server. */
  readonly refusals: string[];
}

export const importRows = 200;
const againMs = 50;

/**
 * Clients at work until `stop`, each patient as a good client is: two that send visits, one for each account that is
 * edited, one that imports files and takes every second one back. `seen` grows as they work; `ended` resolves when all have.
 */
export function mixedLoad(
  url: string,
  prepared: Prepared,
  options: { readonly stop: AbortSignal; readonly pauseMs: number },
): { readonly seen: Acknowledged; readonly ended: Promise<unknown> } {
  const acknowledged: Acknowledged = { events: [], edits: new Map(), imports: [], refusals: [] };
  const ended = Promise.all([
    ...["left", "right"].map((name) => sendVisits(url, prepared, name, acknowledged, options)),
    ...prepared.accounts.map((id) => editAccount(url, prepared, id, acknowledged, options)),
    importFiles(url, prepared, acknowledged, options.stop),
  ]);
  return { seen: acknowledged, ended };
}

type Options = Parameters<typeof mixedLoad>[2];

/** Batches of visits; every tenth event is one of a hot lead on the pricing page, hours apart. */
function batchOf(name: string, batch: number) {
  return Array.from({ length: 50 }, (_, index) => {
    const messageId = `${name}-${batch}-${index}`;
    const isHot = index % 10 === 0;
    const email = isHot
      ? `hot${(batch * 5 + index / 10) % hotLeads}@kill.cn`
      : `${name}${batch}@other.cn`;
    // Later batches bring later visits, so that a lead is back as soon as it comes again.
    const hoursAgo = isHot ? 61 - ((batch + index) % 60) : 1;
    return {
      type: "page",
      messageId,
      userId: email,
      context: { traits: { email } },
      timestamp: new Date(Date.now() - hoursAgo * 3_600_000).toISOString(),
      properties: { path: isHot ? "/pricing" : "/" },
    };
  });
}

async function sendVisits(
  url: string,
  { writeKey }: Prepared,
  name: string,
  acknowledged: Acknowledged,
  { stop, pauseMs }: Options,
): Promise<void> {
  for (let batch = 0; !stop.aborted; batch++) {
    const events = batchOf(name, batch);
    const init = {
      method: "POST",
      body: JSON.stringify({ batch: events }),
      headers: { authorization: `Basic ${btoa(`${writeKey}:`)}` },
    };
    let isStored = false;
    while (!isStored && !stop.aborted) {
      isStored = (await attempt(`${url}/v1/batch`, init)).ok;
      if (!isStored) await pause(againMs);
    }
    if (isStored) acknowledged.events.push(...events.map(({ messageId }) => messageId));
    await pause(pauseMs);
  }
}

/** Counts an account up in two fields at once. Where an answer is lost, looking tells whether the edit was made. */
async function editAccount(
  url: string,
  { workspace, apiKey }: Prepared,
  id: string,
  acknowledged: Acknowledged,
  { stop, pauseMs }: Options,
): Promise<void> {
  const path = `${url}/api/w/${workspace}/records/account/${id}`;
  const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
  const made: number[] = [];
  acknowledged.edits.set(id, made);
  let version = 1;
  for (let number = 1; !stop.aborted; number++) {
    let isMade = false;
    while (!isMade && !stop.aborted) {
      const values = { city: `city ${number}`, region: `region ${number}` };
      const body = JSON.stringify({ version, values });
      const edited = await attempt(path, { method: "PATCH", body, headers });
      const seen = edited.ok ? edited : await attempt(path, { headers });
      const record = seen.body as { version: number; values: { city: string | null } } | undefined;
      if (!seen.ok || record === undefined) await pause(againMs);
      else {
        version = record.version;
        isMade = record.values.city === values.city;
      }
    }
    if (isMade) made.push(number);
    await pause(pauseMs);
  }
}

async function importFiles(
  url: string,
  { workspace, apiKey }: Prepared,
  acknowledged: Acknowledged,
  stop: AbortSignal,
): Promise<void> {
  const path = `${url}/api/w/${workspace}/imports`;
  const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
  const insist = async <Body>(init: RequestInit, where = path): Promise<Body | undefined> => {
    for (;;) {
      const answer = await attempt(where, { headers, ...init });
      if (answer.ok) return answer.body as Body;
      // 409: an earlier attempt, whose answer was lost, has done it.
      if (answer.status === 409 || stop.aborted) return undefined;
      if (answer.status >= 400 && answer.status < 429) {
        acknowledged.refusals.push(`${where}: ${answer.status} ${JSON.stringify(answer.body)}`);
        return undefined;
      }
      await pause(againMs);
    }
  };
  const untilOver = async (id: string) => {
    for (;;) {
      const run = await insist<{ state: string }>({}, `${path}/${id}`);
      if (run && /^(done|failed|undone)$/.test(run.state)) return run.state;
      if (stop.aborted) return undefined;
      await pause(againMs * 4);
    }
  };
  for (let number = 0; !stop.aborted; number++) {
    const name = `file ${number}`;
    const lines = Array.from({ length: importRows }, (_, row) => `${name} row ${row},city`);
    const draft = await insist<{ id: string; proposal: object }>(
      { method: "POST", body: `name,city\n${lines.join("\n")}\n` },
      `${path}?name=${encodeURIComponent(name)}&object=account`,
    );
    if (!draft) return;
    const run = { method: "POST", body: JSON.stringify(draft.proposal) };
    await insist(run, `${path}/${draft.id}/run`);
    let state = await untilOver(draft.id);
    if (state !== undefined && number % 2 === 1) {
      await insist({ method: "POST" }, `${path}/${draft.id}/undo`);
      do state = await untilOver(draft.id);
      while (state === "done" && !stop.aborted);
    }
    if (state !== undefined) acknowledged.imports.push({ id: draft.id, name, state });
  }
}
