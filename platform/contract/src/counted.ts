/** A number, or one already written, with its English noun: `1 day`, `3 days`, `1 reply`. */
export function counted(count: number | string, one: string, many = `${one}s`): string {
  return `${count} ${String(count) === "1" ? one : many}`;
}
