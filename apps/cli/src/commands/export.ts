import { dataOptions, parseArguments } from "../arguments.ts";
import { type Command, UsageError } from "../command.ts";

const usage = `causeway export OBJECT|events|profiles [--format csv|jsonl] [--data ./data] [--workspace NAME]
causeway export person ID [--data ./data] [--workspace NAME]

Writes all records of an object, the touchpoint log, or the people and companies of the identity graph to standard
output. CSV is for spreadsheets, JSON lines for programs. With person: everything
that is stored of the person whose contact, lead or profile has this id, from every table, as JSON.`;

export const exportCommand: Command = {
  name: "export",
  summary: "Write records, events or profiles as CSV or JSON lines",
  usage,
  run: async (args) => {
    const { values, positionals } = parseArguments(args, {
      ...dataOptions,
      format: { type: "string" },
    });
    const [what, ...rest] = positionals;
    if (what === "person" && rest.length === 1) return writePerson(values, rest[0] ?? "");
    if (what === undefined || rest.length > 0) {
      throw new UsageError("say what to export: an object such as deal, events or profiles");
    }
    const format = values.format ?? (values.json ? "jsonl" : "csv");
    if (format !== "csv" && format !== "jsonl") {
      throw new UsageError(`--format is csv or jsonl, not “${format}”`);
    }
    const { withWorkspace } = await import("../with-workspace.ts");
    const { runExport } = await import("../export/run-export.ts");
    await withWorkspace(values, (opened) => runExport(opened, { what, format }));
    return 0;
  },
};

async function writePerson(
  values: Parameters<typeof import("../with-workspace.ts").withWorkspace>[0],
  id: string,
): Promise<number> {
  const { withWorkspace } = await import("../with-workspace.ts");
  const { exportPersonById } = await import("@causeway/app-server");
  const text = await withWorkspace(values, ({ workspace }) => exportPersonById(workspace, id));
  process.stdout.write(`${text}\n`);
  return 0;
}
