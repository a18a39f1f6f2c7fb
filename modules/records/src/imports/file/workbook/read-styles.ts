import type { RefuseFile } from "../refuse-file.ts";
import { readXml } from "./read-xml-parts.ts";

/** Formats that every workbook knows without writing them down: dates and times (ECMA-376, 18.8.30). */
const builtInDates: readonly (readonly [number, number])[] = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
];

/** For each style of a cell, by its number, whether it shows a number as a date or a time. */
export async function readDateStyles(
  parts: AsyncIterable<string>,
  refuse: RefuseFile,
): Promise<readonly boolean[]> {
  const formats = new Map<number, string>();
  const styles: boolean[] = [];
  let isInside = false;
  const isDate = (id: number): boolean => {
    const format = formats.get(id);
    if (format !== undefined) return showsDate(format);
    return builtInDates.some(([first, last]) => id >= first && id <= last);
  };
  await readXml(
    parts,
    {
      open(name, { numFmtId = "0", formatCode = "" }) {
        if (name === "numFmt") formats.set(Number(numFmtId), formatCode);
        else if (name === "cellXfs") isInside = true;
        else if (name === "xf" && isInside) styles.push(isDate(Number(numFmtId)));
      },
      close(name) {
        if (name === "cellXfs") isInside = false;
      },
    },
    refuse,
  );
  return styles;
}

/** Letters of dates outside of quoted text, escaped characters, colours and languages. */
function showsDate(format: string): boolean {
  const [positive = ""] = format.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, "").split(";");
  return /[ymdhs]/i.test(positive) && !/general/i.test(positive);
}
