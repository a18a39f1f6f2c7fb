/** Where the records of an object are worked with, below the workspace. */
export function listPath(object: string): string {
  if (["account", "contact", "lead"].includes(object)) return `customers/${object}`;
  return object === "deal" ? "deals" : `objects/${object}`;
}
