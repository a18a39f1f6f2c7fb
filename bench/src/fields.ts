import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { type Actor, readSchema, removeField } from "@causeway/module-records";
import type { Conversions, ListIndexes } from "@causeway/platform-contract";
import { callApi } from "./lists/call-api.ts";
import { readKnown } from "./lists/known.ts";
import { openMillion } from "./lists/open-million.ts";
import { type Meanwhile, serveMeanwhile } from "./lists/serve-meanwhile.ts";

// Fields are added, converted and removed on a million contacts while five people work: how long anybody waited, and how
// long the table was shut. Uses the folder of bench:lists.
// node bench/src/fields.ts [--data data/bench-lists] [--contacts 1000000]

const { values } = parseArgs({
  options: {
    data: { type: "string", default: join(process.cwd(), "data", "bench-lists") },
    contacts: { type: "string", default: "1000000" },
  },
});
const million = await openMillion(values.data, {
  contacts: Number(values.contacts),
  pages: false,
  say: (line) => console.error(line),
});
const { workspace } = million;
const actor: Actor = { kind: "system", id: "bench" };
const editor = { actor };
const label = { zh: "测试", en: "Bench" };
const mostMs = 300;
let isMet = true;

try {
  const { contacts } = await readKnown(workspace);
  // One that an earlier run has left goes on by itself.
  await conversionsEnd();
  const during = (work: () => Promise<unknown>) => serveMeanwhile(workspace, contacts, work);
  if ((await typeOf("bench")) !== undefined) {
    await removeField(workspace, { object: "contact", field: "bench" }, editor);
  }
  const to = (await typeOf("next_visit")) === "date" ? "dateTime" : "date";
  const convert = async () => {
    await call("/schema/objects/contact/fields/next_visit/conversion", { type: to });
    await conversionsEnd();
    if ((await typeOf("next_visit")) !== to) throw new Error("The conversion failed");
  };
  const add = async () => {
    const field = { name: "bench", label, type: "number" };
    await call("/schema/objects/contact/fields", field);
    await indexIsThere(field.name);
  };
  const remove = () => removeField(workspace, { object: "contact", field: "bench" }, editor);
  console.table([
    line("nothing changes", await during(() => pause(5000))),
    line("a field of numbers is added, until its index is there", await during(add)),
    line(`three in ten values of ${values.contacts} become ${to}`, await during(convert)),
    line("a field is removed", await during(remove)),
  ]);
  console.log(isMet ? `nobody was shut out for ${mostMs} ms` : `a lock took over ${mostMs} ms`);
} finally {
  await million.server.close();
}

function line(change: string, { seconds, longestLockMs, reads, writes }: Meanwhile) {
  if (longestLockMs >= mostMs) isMet = false;
  const round = (value: number) => Math.round(value * 10) / 10;
  return {
    change,
    "took s": round(seconds),
    "longest lock ms": round(longestLockMs),
    reads: reads.count,
    "read p50 ms": round(reads.p50),
    "read max ms": round(reads.max),
    writes: writes.count,
    "write p50 ms": round(writes.p50),
    "write max ms": round(writes.max),
  };
}

function call(path: string, body?: object): Promise<unknown> {
  return callApi(million.server.url, million.key, `/api/w/${workspace.id}${path}`, body);
}

async function conversionsEnd(): Promise<void> {
  for (;;) {
    const { conversions } = (await call("/schema/conversions")) as Conversions;
    if (conversions.every(({ finishedAt }) => finishedAt !== null)) return;
    await pause(200);
  }
}

async function indexIsThere(name: string): Promise<void> {
  for (;;) {
    const { fields } = (await call("/indexes")) as ListIndexes;
    const found = fields.find(({ object, field }) => object === "contact" && field === name);
    if (found?.sort === "built-in") return;
    await pause(50);
  }
}

async function typeOf(name: string): Promise<string | undefined> {
  const { objects } = await workspace.transaction(readSchema);
  const contact = objects.find((object) => object.name === "contact");
  return contact?.fields.find((field) => field.name === name)?.type;
}
