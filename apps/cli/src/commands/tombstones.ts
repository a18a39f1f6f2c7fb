import { readFile } from "node:fs/promises";
import { dataOptions, parseArguments } from "../arguments.ts";
import { type Command, UsageError } from "../command.ts";

const usage = `causeway tombstones > FILE [--data ./data] [--workspace NAME]
causeway tombstones apply FILE [--data ./data] [--workspace NAME]

Writes the keyed hashes of erased people, to be kept beside backups. After an older backup was restored, apply puts them
in force again, and whomever the backup brought back is erased again; the server does so, now or when it starts.`;

export const tombstonesCommand: Command = {
  name: "tombstones",
  summary: "Keep the marks of erased people beside backups, and apply them after a restore",
  usage,
  run: async (args) => {
    const { values, positionals } = parseArguments(args, dataOptions);
    const [what, path, ...rest] = positionals;
    const isApply = what === "apply" && path !== undefined;
    if (rest.length > 0 || (what !== undefined && !isApply)) {
      throw new UsageError("say nothing more to write them, or apply FILE");
    }
    const { withWorkspace } = await import("../with-workspace.ts");
    const { applyTombstones, readTombstoneLines } = await import("@causeway/app-server");
    return withWorkspace(values, async ({ workspace, database, product }) => {
      if (!isApply) {
        process.stdout.write(await readTombstoneLines(workspace));
        return 0;
      }
      const text = await readFile(path, "utf8");
      const { jobs } = await product();
      const begun = await applyTombstones({ workspace, database, jobs }, text);
      process.stdout.write(`${begun.length} people are erased again\n`);
      return 0;
    });
  },
};
