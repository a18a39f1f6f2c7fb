import { Readable } from "node:stream";

/** A CSV file as an answer. The first part is read before it begins, so that what goes wrong is still an error. */
export async function csvAnswer(
  lines: AsyncGenerator<string>,
  { name, fallback }: { readonly name: string; readonly fallback: string },
) {
  const first = await lines.next();
  return {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${fallback}.csv"; filename*=UTF-8''${encoded(name)}`,
      "cache-control": "no-store",
    },
    body: Readable.from(prepend(first.done ? "" : first.value, lines)),
  };
}

/** As RFC 8187 has it; the script's own function leaves four characters that it does not allow. */
function encoded(name: string): string {
  return encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

async function* prepend(first: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  if (first !== "") yield first;
  yield* rest;
}
