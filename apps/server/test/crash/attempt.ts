export interface Answer {
  readonly ok: boolean;
  readonly status: number;
  readonly body: unknown;
}

/** One request; a broken connection and half an answer are an answer of status 0. */
export async function attempt(url: string, init: RequestInit): Promise<Answer> {
  try {
    const signal = AbortSignal.timeout(30_000);
    const answer = await fetch(url, { ...init, signal });
    return { ok: answer.ok, status: answer.status, body: JSON.parse(await answer.text()) };
  } catch {
    return { ok: false, status: 0, body: undefined };
  }
}
