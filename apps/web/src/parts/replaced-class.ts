/** A class to add where rows of the last query are shown until those of the next are there: they are dimmed. */
export function replacedClass(isReplaced: boolean): "" | " replaced" {
  return isReplaced ? " replaced" : "";
}
