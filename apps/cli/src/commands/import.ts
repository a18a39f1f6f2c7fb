import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileEncodings, type ImportPreview, type ImportRun } from "@causeway/platform-contract";
import { dataOptions, parseArguments } from "../arguments.ts";
import { type Command, UsageError } from "../command.ts";

const usage = `causeway import FILE --object NAME [--map MAP.json] [--encoding NAME] [--repair] [--preview] [--data ./data] [--workspace NAME] [--json]

Imports an Excel workbook or a CSV file (any separator) into an object such as deal or lead.

  --object NAME     what the rows are
  --map MAP.json    how columns become fields; without it, the import proposes a map by names and values
  --encoding NAME   what a CSV file is written in, where it does not show: ${fileEncodings.join(", ")}
  --repair          takes the proposed repairs of texts that match nothing exactly (GTXPro → GTX Pro)
  --preview         imports nothing; prints what would happen, with --json also the map, to be edited and given back
  --json            prints one line of JSON with the counts

A whole import can be undone on the page Build → Imports.`;

export const importCommand: Command = {
  name: "import",
  summary: "Import a CSV file or an Excel workbook into an object",
  usage,
  run: async (args) => {
    const { values, positionals } = parseArguments(args, {
      ...dataOptions,
      object: { type: "string" },
      map: { type: "string" },
      encoding: { type: "string" },
      repair: { type: "boolean", default: false },
      preview: { type: "boolean", default: false },
    });
    const { file, object } = checkedInput(positionals, values.object);
    const encoding = fileEncodings.find((name) => name === values.encoding);
    if (encoding === undefined && values.encoding !== undefined) {
      throw new UsageError(`--encoding is one of ${fileEncodings.join(", ")}`);
    }
    const map = values.map === undefined ? undefined : await readMap(values.map, object);
    const { withWorkspace } = await import("../with-workspace.ts");
    const { importFile } = await import("../import-file.ts");
    const showsProgress = !values.json && process.stderr.isTTY;
    const {
      run,
      preview,
      map: used,
    } = await withWorkspace(values, (opened) =>
      importFile(opened, {
        file,
        fileName: basename(file),
        object,
        encoding,
        ...(map && { map }),
        repair: values.repair,
        previewOnly: values.preview,
        data: values.data,
        onDoubt: ({ encoding: taken, readings }) => {
          const lines = readings.map((one) => `  --encoding ${one.encoding}: ${one.text}`);
          console.error(`read as ${taken}, which is not sure:\n${lines.join("\n")}`);
        },
        onProgress: ({ done, rows }) => {
          if (showsProgress) process.stderr.write(`\r${done} / ${rows}`);
        },
      }),
    );
    if (showsProgress) process.stderr.write("\r");
    const known = preview.repairs.filter(({ to }) => to !== null);
    const repairs = known.map((repair) => ({ ...repair, taken: values.repair }));
    if (values.json) {
      console.log(JSON.stringify(run ? { ...run, repairs } : { ...preview, repairs, map: used }));
    } else {
      for (const line of describeOutcome({ run, preview, repairs })) {
        console.log(line);
      }
    }
    return run === undefined || run.state === "done" ? 0 : 1;
  },
};

function checkedInput(positionals: readonly string[], object: string | undefined) {
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0) throw new UsageError("say which file to import");
  if (object === undefined) throw new UsageError("--object says what the rows are");
  if (!existsSync(file)) throw new UsageError(`there is no file ${file}`);
  return { file, object };
}

const shownErrors = 10;

type Repair = ImportPreview["repairs"][number] & { readonly taken: boolean };

function describeOutcome(outcome: {
  readonly run: ImportRun | undefined;
  readonly preview: ImportPreview;
  readonly repairs: readonly Repair[];
}): readonly string[] {
  const { run, preview } = outcome;
  const { create, update, merged, error } = preview.counts;
  const repairs = outcome.repairs.map(
    ({ column, from, to, rows, taken }) =>
      `${taken ? "read" : "--repair would read"} ${column} “${from}” as “${to}” in ${rows} rows`,
  );
  const summary = run
    ? `${run.state}: ${run.created} created, ${run.updated} updated, ${run.failed} failed of ${run.rows}`
    : `would create ${create}, update ${update}${merged > 0 ? ` (${merged} of records that were merged into others)` : ""}, refuse ${error} of ${preview.counts.rows}${preview.counts.rows < preview.counts.all ? ` (the first of ${preview.counts.all})` : ""}`;
  const errors = (run?.errors ?? [])
    .slice(0, shownErrors)
    .map(({ row, column, message }) => `row ${row}, ${column}: ${message.en}`);
  return [summary, ...repairs, ...errors];
}

async function readMap(path: string, object: string) {
  const { importMapSchema } = await import("@causeway/platform-contract");
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`the map ${path} cannot be read: ${reason}`);
  }
  const given = typeof content === "object" && content !== null ? content : {};
  const parsed = importMapSchema.safeParse({ ...given, object });
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path: at, message }) => `${at.join(".")}: ${message}`);
  throw new UsageError(`the map ${path} is not one: ${issues.join("; ")}`);
}
