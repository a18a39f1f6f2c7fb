import { dataOptions, parseArguments } from "../arguments.ts";
import { type Command, UsageError } from "../command.ts";
import { say } from "../say.ts";

const usage = `causeway sign-in-link EMAIL [--data ./data] [--json]

For a person who forgot their password: prints a link by which they set a new one and are signed in. It works once and
for an hour, and ends all their other sessions. Whoever has the link can sign in as that person.

The link begins with CAUSEWAY_URL, else with the address of the running server.`;

export const signInLinkCommand: Command = {
  name: "sign-in-link",
  summary: "Print a one-time link for a person who forgot their password",
  usage,
  run: async (args) => {
    const { workspace: _, ...options } = dataOptions;
    const { values, positionals } = parseArguments(args, options);
    const [email, ...rest] = positionals;
    if (email === undefined || rest.length > 0) {
      throw new UsageError("say: causeway sign-in-link EMAIL");
    }
    const { withInstallation } = await import("../with-workspace.ts");
    const made = await withInstallation(values, async ({ product }) =>
      (await product()).access.signInLink(email),
    );
    if (made === undefined) throw new UsageError(`nobody has an account with ${email}`);
    const { link, expiresAt } = made;
    console.log(
      values.json
        ? JSON.stringify({ email, link, expiresAt })
        : say({
            zh: `请 ${email} 在一小时内打开，只能用一次：\n\n  ${link}\n`,
            en: `For ${email}, to be opened once, within an hour:\n\n  ${link}\n`,
          }),
    );
    return 0;
  },
};
