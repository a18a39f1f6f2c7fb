import { join } from "node:path";
import { parseArgs } from "node:util";
import { kindsOfSteps } from "./upgrade/kinds-of-steps.ts";
import { upgradeOlder } from "./upgrade/upgrade-older.ts";

// A newer version starts beside one that answers requests, on a workspace of so many contacts.
// node bench/src/upgrade.ts [--from COMMIT] [--contacts 1000000] [--events 1000000] [--data data/bench-upgrade]
//   from the product as it was at a commit, with its own program serving, by all migrations since
// node bench/src/upgrade.ts --kinds [--contacts 1000000] [--data data/bench-lists]
//   what each kind of migration costs

/** Before connectors, privacy, live weights and phone lines. */
const older = "6c8355b";

const { values } = parseArgs({
  options: {
    from: { type: "string", default: older },
    kinds: { type: "boolean", default: false },
    data: { type: "string" },
    contacts: { type: "string", default: "1000000" },
    events: { type: "string", default: "1000000" },
  },
});
const contacts = Number(values.contacts);
const events = Number(values.events);
const folder = (name: string) => values.data ?? join(process.cwd(), "data", name);
if (values.kinds) await kindsOfSteps(folder("bench-lists"), contacts);
else await upgradeOlder(folder("bench-upgrade"), { from: values.from, contacts, events });
process.exit(0);
