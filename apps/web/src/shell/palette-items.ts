import type { SearchResult } from "@causeway/platform-contract";

/** One line of the palette: where it leads, and the words it is found by. */
export interface PaletteItem {
  readonly key: string;
  readonly group: "pages" | "actions" | "records";
  readonly title: string;
  readonly detail?: string;
  readonly path: string;
  readonly words?: readonly string[];
}

/** The lines that hold every word of the text, in any of their words; all of them for an empty text. */
export function matchItems(items: readonly PaletteItem[], text: string): readonly PaletteItem[] {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
  return items.filter((item) => {
    const held = [item.title, ...(item.words ?? [])].join(" ").toLowerCase();
    return wanted.every((word) => held.includes(word));
  });
}

/** What the server found, as lines that open the record. */
export function recordItems(
  result: SearchResult | undefined,
  workspace: string,
  nameOf: (object: string) => string,
): readonly PaletteItem[] {
  return (result?.hits ?? []).map(({ object, id, title, detail }) => ({
    key: `${object}/${id}`,
    group: "records",
    title,
    detail: [nameOf(object), detail].filter(Boolean).join(" · "),
    path: `/w/${workspace}/records/${object}/${id}`,
  }));
}

/** The next place of the cursor, going round at both ends. */
export function moveCursor(cursor: number, by: number, length: number): number {
  return length === 0 ? 0 : (cursor + by + length) % length;
}
