import { dataOptions, parseArguments } from "../arguments.ts";
import { type Command, UsageError } from "../command.ts";

const usage = `causeway replay [PROJECTION] [--data ./data] [--workspace NAME] [--json]

Throws what was computed from the touchpoint log away (identity, twin, …) and computes it again from the first event.
With a name, only that projection and those that build on it. The log itself is never changed.`;

export const replayCommand: Command = {
  name: "replay",
  summary: "Compute identity, twin and all else again from the log",
  usage,
  run: async (args) => {
    const { values, positionals } = parseArguments(args, dataOptions);
    const [name, ...rest] = positionals;
    if (rest.length > 0) throw new UsageError("replay takes one name at most");
    const { withWorkspace } = await import("../with-workspace.ts");
    const { projectionStatus, resetProjection, runProjections } = await import(
      "@causeway/module-touchpoints"
    );
    const done = await withWorkspace(values, async ({ workspace, product }) => {
      const { projections } = await product();
      const names = projections.map((projection) => projection.name);
      if (name !== undefined && !names.includes(name)) {
        throw new UsageError(`there is no projection “${name}”; there are: ${names.join(", ")}`);
      }
      const startedAt = performance.now();
      for (const each of name === undefined ? names : [name]) {
        await resetProjection(workspace, projections, each);
      }
      await runProjections(workspace, projections);
      const seconds = Math.round(performance.now() - startedAt) / 1000;
      const status = await workspace.transaction(projectionStatus, { readOnly: true });
      return { seconds, projections: status };
    });
    if (values.json) console.log(JSON.stringify(done));
    else {
      for (const { name: each, behind } of done.projections) {
        console.log(behind === 0 ? `${each}: up to date` : `${each}: ${behind} events behind`);
      }
      console.log(`${done.seconds} s`);
    }
    return 0;
  },
};
