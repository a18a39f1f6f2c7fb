/** A word of one Han character, or of fewer than three letters or digits, is looked for at the beginning of words only. */
export function findsBeginningsOnly(query: string): boolean {
  return query
    .trim()
    .split(/\s+/)
    .some((word) => /^(?:\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{N}]){1,2})$/u.test(word));
}
