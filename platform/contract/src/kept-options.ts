/** Options by which the product itself knows what a record has come to. */
const kept: Readonly<Record<string, readonly string[]>> = {
  "deal.stage": ["won", "lost"],
  "lead.status": ["new", "working", "qualified", "converted", "lost"],
  "lead.outcome": ["won", "lost"],
  "contract.status": ["active", "renewed", "lost"],
  "task.status": ["open", "done", "vetoed"],
};

/** The options of a field that may be renamed and moved, but not removed: predictions, forecasts and agents read them. */
export function keptOptions(object: string, field: string): readonly string[] {
  return kept[`${object}.${field}`] ?? [];
}
