/** The table under way, on one line of a terminal that is written over; silent elsewhere. */
export function showProgress(quiet: boolean): {
  readonly table: (name: string) => void;
  readonly end: () => void;
} {
  const { stderr } = process;
  if (quiet || !stderr.isTTY) return { table: () => undefined, end: () => undefined };
  return {
    table: (name) => stderr.write(`\r\u001b[K${name}`),
    end: () => stderr.write("\r\u001b[K"),
  };
}
