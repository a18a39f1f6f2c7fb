import { openDatabase } from "../src/index.ts";

/**
 * A program with an open database, as a process of its own that tests may kill. It prints one line of JSON when open
 * or refused, answers every line on its input with what it finds, and closes in order when its input ends.
 */
const [dataFolder = "", use = ""] = process.argv.slice(2);
const say = (value: object) => process.stdout.write(`${JSON.stringify(value)}\n`);

try {
  const database = await openDatabase({
    dataFolder,
    use: use === "server" ? "server" : "command",
    modules: [],
  });
  say({ open: true });
  for await (const _question of process.stdin) {
    try {
      say({ workspaces: (await database.workspaces()).length });
    } catch (error) {
      say({ error: String(error) });
    }
  }
  await database.close();
  say({ closed: true });
} catch (error) {
  say({ refused: error instanceof Error ? error.message : String(error) });
}
