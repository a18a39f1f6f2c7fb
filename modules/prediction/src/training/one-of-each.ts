/**
 * Marks one case of each record with 1, in turn its first, second, third …: cases of all lead times, and no record twice.
 * `record` has the number of the record of each case, the cases of one record in a row.
 */
export function oneOfEach(record: Int32Array): Uint8Array {
  const chosen = new Uint8Array(record.length);
  for (let start = 0; start < record.length; ) {
    let end = start + 1;
    while (end < record.length && record[end] === record[start]) end++;
    chosen[start + ((record[start] ?? 0) % (end - start))] = 1;
    start = end;
  }
  return chosen;
}
