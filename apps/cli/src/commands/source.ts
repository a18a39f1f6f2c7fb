import { dataOptions, parseArguments } from "../arguments.ts";
import { type Command, UsageError } from "../command.ts";

const usage = `causeway source add NAME [--data ./data] [--workspace NAME] [--json]

Makes a source that may send touchpoints, and prints its write key. The key is shown this once.`;

export const sourceCommand: Command = {
  name: "source",
  summary: "Make a source that may send touchpoints",
  usage,
  run: async (args) => {
    const { values, positionals } = parseArguments(args, dataOptions);
    const [action, name, ...rest] = positionals;
    if (action !== "add" || name === undefined || rest.length > 0) {
      throw new UsageError("say: causeway source add NAME");
    }
    const { newSourceSchema } = await import("@causeway/platform-contract");
    const input = newSourceSchema.safeParse({ name, kind: "web" });
    if (!input.success) {
      throw new UsageError(input.error.issues.map(({ message }) => message).join("; "));
    }
    const { withWorkspace } = await import("../with-workspace.ts");
    const { createSource } = await import("@causeway/module-touchpoints");
    const made = await withWorkspace(values, ({ workspace }) =>
      createSource(workspace, input.data),
    );
    console.log(
      values.json
        ? JSON.stringify({ writeKey: made.writeKey, id: made.id, name })
        : `${name}: ${made.writeKey}`,
    );
    return 0;
  },
};
