import type { IndependenceTest, TestResult } from "./independence-test.ts";

/**
 * The same test, answering each question once: colliders ask again what the skeleton asked. Holds about a hundred
 * bytes a question, so it suits tests whose questions cost more than a look-up.
 */
export function rememberVerdicts(test: IndependenceTest): IndependenceTest {
  const answers = new Map<number, Map<string, TestResult>>();
  return {
    names: test.names,
    pair(x, y, candidates) {
      const key = Math.min(x, y) * test.names.length + Math.max(x, y);
      const known = answers.get(key) ?? new Map<string, TestResult>();
      answers.set(key, known);
      let ask: ((given: readonly number[]) => TestResult) | undefined;
      return (given) => {
        const question = given.join();
        const answer = known.get(question);
        if (answer) return answer;
        ask ??= test.pair(x, y, candidates);
        const result = ask(given);
        known.set(question, result);
        return result;
      };
    },
  };
}
