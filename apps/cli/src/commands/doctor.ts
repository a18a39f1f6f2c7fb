import { dataOptions, parseArguments } from "../arguments.ts";
import { type Command, UsageError } from "../command.ts";
import { say } from "../say.ts";

const usage = `causeway doctor [--data ./data] [--json]

Says what is wrong with an installation: Node, the data folder, free space, the server, the last backup, the database and
its rights, projections that stopped, messages that wait for a decision. Exit code 1 when something must be dealt with.`;

const marks = { ok: "✓", warn: "!", fail: "✗" } as const;

export const doctorCommand: Command = {
  name: "doctor",
  summary: "Say what is wrong with an installation",
  usage,
  run: async (args) => {
    const { values, positionals } = parseArguments(args, dataOptions);
    if (positionals.length > 0) throw new UsageError("doctor takes no names");
    const { checkMachine } = await import("../doctor/check-machine.ts");
    const { checkData } = await import("../doctor/check-data.ts");
    const findings = [...(await checkMachine(values.data)), ...(await checkData(values.data))];
    const healthy = findings.every(({ state }) => state !== "fail");
    if (values.json) console.log(JSON.stringify({ healthy, findings }));
    else {
      for (const { state, name, zh, en } of findings) {
        console.log(`${marks[state]} ${name}: ${say({ zh, en })}`);
      }
    }
    return healthy ? 0 : 1;
  },
};
