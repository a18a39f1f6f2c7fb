import { CsvError, parse } from "csv-parse/sync";
import { UsageError } from "./command.ts";

/** The names in `a, b, "c, d"`; a name with a comma stands in double quotes. Throws `UsageError` where a quote is not closed. */
export function nameList(text: string, option: string): readonly string[] {
  try {
    const [names = []]: string[][] = parse(text, { trim: true, relax_column_count: true });
    return names.filter((name) => name !== "");
  } catch (error) {
    if (error instanceof CsvError) throw new UsageError(`${option}: ${error.message}`);
    throw error;
  }
}
