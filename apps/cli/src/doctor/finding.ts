/** What doctor found out about one thing. `fail` must be dealt with, `warn` should. */
export interface Finding {
  readonly name: string;
  readonly state: "ok" | "warn" | "fail";
  readonly zh: string;
  readonly en: string;
}

export function ok(name: string, zh: string, en: string): Finding {
  return { name, state: "ok", zh, en };
}

export function warn(name: string, zh: string, en: string): Finding {
  return { name, state: "warn", zh, en };
}

export function fail(name: string, zh: string, en: string): Finding {
  return { name, state: "fail", zh, en };
}
