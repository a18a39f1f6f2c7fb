import { crossOriginHeaders } from "./cross-origin-headers.ts";
import type { LightAnswer } from "./light-exchange.ts";
import { securityHeadersBut, strictTransport } from "./security-headers.ts";

/** What an answer depends on. */
export interface AnswerFacts {
  readonly status: number;
  readonly text: string;
  /** Headers of this answer alone, names and values in turn; with the type of its text unless that is JSON. */
  readonly more: readonly string[];
  /** Of the page that asked. */
  readonly origin: string | undefined;
  readonly isHttps: boolean;
}

/** Makes the answers of a route; one that is like the last is that very one. */
export function createAnswers(): (facts: AnswerFacts) => LightAnswer {
  let lastFacts: AnswerFacts | undefined;
  let last: LightAnswer | undefined;
  return (facts) => {
    if (last === undefined || lastFacts === undefined || !isAlike(facts, lastFacts)) {
      last = { status: facts.status, headers: headersOfAnswer(facts), text: facts.text };
      lastFacts = facts;
    }
    return last;
  };
}

function isAlike(one: AnswerFacts, other: AnswerFacts): boolean {
  return (
    one.text === other.text &&
    one.origin === other.origin &&
    one.status === other.status &&
    one.isHttps === other.isHttps &&
    one.more.length + other.more.length === 0
  );
}

function headersOfAnswer({ text, more, origin, isHttps }: AnswerFacts): readonly string[] {
  const crossOrigin = crossOriginHeaders(origin);
  const security = securityHeadersBut(new Set(crossOrigin.map(([name]) => name)));
  const type = more.includes("content-type") ? [] : ["content-type", jsonType];
  const length = ["content-length", String(Buffer.byteLength(text))];
  const transport = isHttps ? strictTransport : [];
  return [...security, ...more, ...type, ...crossOrigin.flat(), ...length, ...transport];
}

const jsonType = "application/json; charset=utf-8";
