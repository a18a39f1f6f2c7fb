import { parseArguments, wholeNumber } from "../arguments.ts";
import { type Command, UsageError } from "../command.ts";

const usage = `causeway start [--port 4600] [--data ./data] [--empty | --demo zh|en] [--demo-customers 1000] [--json]

Starts the server and prints where it answers. On the first start it also prints a one-time link: whoever opens it
becomes the owner.

  --port N        the port, 4600 unless given
  --data FOLDER   where the data lie, ./data unless given
  --empty         on the first start, founds an empty workspace
  --demo zh|en    on the first start, founds a workspace with the demo company
  --demo-customers N
                  how many customers a demo company has that is loaded; fewer are in sooner, and few teach no model
  --json          prints one line of JSON instead of text

From the environment: HOST (127.0.0.1; 0.0.0.0 for all addresses), DATABASE_URL (a PostgreSQL server of yours instead
of the embedded one), CAUSEWAY_SECRET (encrypts stored secrets), CAUSEWAY_URL (as people reach the server),
TRUST_PROXY=1 (how many reverse proxies stand before the server), LOG_LEVEL (warn).`;

export const startCommand: Command = {
  name: "start",
  summary: "Start the server",
  usage,
  run: async (args) => {
    const { values } = parseArguments(args, {
      port: { type: "string", default: "4600" },
      data: { type: "string", default: "./data" },
      empty: { type: "boolean", default: false },
      demo: { type: "string" },
      "demo-customers": { type: "string" },
      json: { type: "boolean", default: false },
    });
    const { demo, empty, "demo-customers": customers } = values;
    if (demo !== undefined && demo !== "zh" && demo !== "en") {
      throw new UsageError({
        zh: `--demo 是 zh 或 en，不能是“${demo}”`,
        en: `--demo is zh or en, not “${demo}”`,
      });
    }
    if (demo !== undefined && empty) {
      throw new UsageError({
        zh: "--empty 和 --demo 只能用一个",
        en: "--empty and --demo exclude each other",
      });
    }
    const { runServer } = await import("../run-server.ts");
    return runServer({
      port: wholeNumber(values.port, "--port", 0, 65_535),
      dataFolder: values.data,
      demoCustomers:
        customers === undefined
          ? undefined
          : wholeNumber(customers, "--demo-customers", 10, 10_000),
      start: demo ?? (empty ? "empty" : undefined),
      json: values.json,
    });
  },
};
