/** The beginning of a text, at most `longest` UTF-16 units, never half of a character: PostgreSQL refuses those. */
export function cutText(text: string, longest: number): string {
  return text.slice(0, longest).replace(/\p{Surrogate}$/u, "");
}
