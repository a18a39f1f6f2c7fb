import { watchClicks } from "./automatic/watch-clicks.ts";
import { watchForms } from "./automatic/watch-forms.ts";
import { watchPages } from "./automatic/watch-pages.ts";
import { browserStorage } from "./delivery/storage.ts";
import { createTracker, type Tracker } from "./tracker.ts";

type Call = readonly [method: keyof Tracker, ...parameters: unknown[]];

/** What a page may set: on the script's element as `data-…`, or with `causeway.load(key, options)` of an array snippet. */
interface Settings {
  readonly writeKey?: string;
  readonly host?: string;
  /** `required`: nothing is kept or sent before `consent(true)`. */
  readonly consent?: string;
  /** What is watched without a call: some of `pages clicks forms`. */
  readonly automatic?: string;
}

/** What stands at `window.causeway` before the script is there: a queue of calls. */
type Stub =
  | (readonly Call[] & { readonly key?: string; readonly options?: Settings })
  | { readonly q?: readonly Call[] };

start(document.currentScript);

/** Starts with the page's settings, and makes the calls that the page made before the script was there. */
function start(script: Element | null): void {
  if (!(script instanceof HTMLScriptElement)) return;
  const holder = window as { causeway?: Stub | Tracker };
  const stub = holder.causeway as Stub | undefined;
  const { writeKey, host, consent, automatic = "pages clicks forms" } = settingsOf(script, stub);
  if (!writeKey) return;
  const tracker = createTracker({
    writeKey,
    host: (host ?? new URL(script.src).origin).replace(/\/$/, ""),
    needsConsent: consent === "required",
    storage: browserStorage(),
  });
  const calls = isArray(stub) ? [...stub] : (stub?.q ?? []);
  holder.causeway = tracker;
  const watched = automatic.split(" ");
  if (watched.includes("pages")) watchPages(tracker, calls.some(isBarePage));
  if (watched.includes("clicks")) watchClicks(tracker);
  if (watched.includes("forms")) watchForms(tracker);
  for (const [method, ...parameters] of calls) {
    (tracker[method] as (...all: unknown[]) => void)(...parameters);
  }
}

function settingsOf(script: HTMLScriptElement, stub: Stub | undefined): Settings {
  const given = isArray(stub) ? { writeKey: stub.key, ...stub.options } : {};
  return { ...given, ...script.dataset } as Settings;
}

function isArray(stub: Stub | undefined): stub is Extract<Stub, readonly Call[]> {
  return Array.isArray(stub);
}

/** A page that counts itself: it is not counted a second time. */
function isBarePage([method, ...parameters]: Call): boolean {
  return method === "page" && parameters.length === 0;
}
