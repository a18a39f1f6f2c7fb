/** Ids of chosen rows, and the last one clicked: where a shift-click begins. */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  readonly anchor: string | null;
  /** All that match were chosen, also those that the page has not loaded. */
  readonly beyondLoaded?: true;
}

export const noSelection: Selection = { ids: new Set(), anchor: null };

/** The selection after a click on a row's box; with shift everything from the anchor to it. */
export function toggleRow(
  selection: Selection,
  id: string,
  shift: boolean,
  order: readonly string[],
): Selection {
  const from = shift && selection.anchor !== null ? order.indexOf(selection.anchor) : -1;
  const to = order.indexOf(id);
  const ids = new Set(selection.ids);
  if (from >= 0 && to >= 0) {
    for (const each of order.slice(Math.min(from, to), Math.max(from, to) + 1)) ids.add(each);
    return { ...selection, ids, anchor: id };
  }
  if (!ids.delete(id)) ids.add(id);
  return { ...selection, ids, anchor: id };
}

/** Drops what is no longer in the list. */
export function keepKnown(selection: Selection, order: readonly string[]): Selection {
  if (selection.beyondLoaded) return selection;
  const known = new Set(order);
  const ids = new Set([...selection.ids].filter((id) => known.has(id)));
  return ids.size === selection.ids.size ? selection : { ...selection, ids };
}
