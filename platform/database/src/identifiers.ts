/** A quoted SQL identifier. Throws on names PostgreSQL would cut off or refuse. */
export function quoteIdentifier(name: string): string {
  if (name.length === 0 || Buffer.byteLength(name) > 63 || name.includes("\0")) {
    throw new TypeError(`Not a PostgreSQL identifier: ${JSON.stringify(name)}`);
  }
  return `"${name.replaceAll('"', '""')}"`;
}

/** A quoted SQL string constant, for the few statements (roles, settings) that take no parameters. */
export function quoteLiteral(value: string): string {
  if (value.includes("\0")) throw new TypeError("A PostgreSQL text cannot hold a zero byte");
  const quoted = `'${value.replaceAll("'", "''")}'`;
  return value.includes("\\") ? ` E${quoted.replaceAll("\\", "\\\\")}` : quoted;
}
