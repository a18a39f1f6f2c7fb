/** SQL text with its parameters in order; `texts` has one entry more than `parameters`. */
export interface SqlFragment {
  readonly texts: readonly string[];
  readonly parameters: readonly unknown[];
}

/** SQL text that this engine or the caller's `column` wrote; never anything a user typed. */
export function rawSql(text: string): SqlFragment {
  return { texts: [text], parameters: [] };
}

/** A placeholder with an explicit cast, so that PostgreSQL never guesses its type. */
export function parameterSql(value: unknown, cast: string): SqlFragment {
  return { texts: ["", `::${cast}`], parameters: [value] };
}

/** Template tag: the literal parts are SQL, the places take fragments only. */
export function sql(
  literals: TemplateStringsArray,
  ...places: readonly SqlFragment[]
): SqlFragment {
  const texts = [literals[0] ?? ""];
  const parameters: unknown[] = [];
  for (const [index, place] of places.entries()) {
    append(texts, parameters, place);
    append(texts, parameters, rawSql(literals[index + 1] ?? ""));
  }
  return { texts, parameters };
}

/** Fragments with a separator between them. */
export function joinSql(parts: readonly SqlFragment[], separator: string): SqlFragment {
  const texts = [""];
  const parameters: unknown[] = [];
  for (const [index, part] of parts.entries()) {
    if (index > 0) append(texts, parameters, rawSql(separator));
    append(texts, parameters, part);
  }
  return { texts, parameters };
}

/** Joins the texts with `$n`, counting from `first`. */
export function numberPlaceholders(fragment: SqlFragment, first: number): string {
  return fragment.texts.reduce((text, next, index) => `${text}$${first + index - 1}${next}`);
}

function append(texts: string[], parameters: unknown[], part: SqlFragment): void {
  const [first = "", ...rest] = part.texts;
  texts.push(`${texts.pop() ?? ""}${first}`, ...rest);
  parameters.push(...part.parameters);
}
