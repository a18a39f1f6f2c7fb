import { parseArguments } from "../arguments.ts";
import { type Command, UsageError } from "../command.ts";
import { say } from "../say.ts";

const usage = `causeway demo [zh|en] [--remove] [--data ./data] [--json]

Loads the demo company, a maker of laser cutting machines with 1,000 customers and a year of touchpoints, into a
workspace of its own, and waits until it is in. It streams through the public ingestion API: of the running server, or
of one that runs for this command only. Calling it again takes up a load that was stopped.

  zh|en           the company's language, zh unless given
  --remove        removes the demo company with everything in it, for good
  --json          prints {"workspace","state","records","events","seconds"}, with --remove {"removed"}`;

export const demoCommand: Command = {
  name: "demo",
  summary: "Load or remove the demo company",
  usage,
  run: async (args) => {
    const { values, positionals } = parseArguments(args, {
      data: { type: "string", default: "./data" },
      remove: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    });
    const [locale = "zh", ...rest] = positionals;
    if ((locale !== "zh" && locale !== "en") || rest.length > 0) {
      throw new UsageError("say: causeway demo [zh|en] [--remove]");
    }
    const { loadDemoCompany, removeDemoCompany } = await import("../demo-company.ts");
    if (values.remove) {
      if (positionals.length > 0) throw new UsageError("--remove takes no language");
      const removed = await removeDemoCompany(values.data);
      console.log(
        values.json
          ? JSON.stringify({ removed })
          : say({ zh: "已移除演示公司", en: "The demo company is removed" }),
      );
      return 0;
    }
    const loaded = await loadDemoCompany({ dataFolder: values.data, locale, quiet: values.json });
    console.log(
      values.json
        ? JSON.stringify(loaded)
        : say({
            zh: `演示公司已就绪：${loaded.records} 条记录，${loaded.events} 个触点，用时 ${loaded.seconds} 秒`,
            en: `The demo company is in: ${loaded.records} records, ${loaded.events} touchpoints, ${loaded.seconds} s`,
          }),
    );
    return loaded.state === "done" ? 0 : 1;
  },
};
