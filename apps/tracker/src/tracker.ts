import type { EventType, Facts, TrackedEvent } from "./delivery/event.ts";
import { createEventQueue } from "./delivery/event-queue.ts";
import { createSender, type Sender } from "./delivery/sender.ts";
import type { KeyValueStorage } from "./delivery/storage.ts";
import {
  forgetVisitor,
  loadVisitor,
  newId,
  saveVisitor,
  type Visitor,
} from "./identity/visitor.ts";
import { readContext, readPage } from "./page-context.ts";

/** The calls a site makes; the same as those of analytics.js. */
export interface Tracker {
  page(name?: string, properties?: Facts): void;
  track(event: string, properties?: Facts): void;
  /** `identify("id", { email })`, or `identify({ email })` for someone whose id is not known. */
  identify(userId: string | Facts, traits?: Facts): void;
  group(groupId: string, traits?: Facts): void;
  alias(userId: string, previousId?: string): void;
  /** The visitor signed out: whoever comes next is somebody else. */
  reset(): void;
  ready(callback: () => void): void;
  /**
   * With `data-consent="required"` nothing is kept or sent before `consent(true)`; `consent(false)` forgets all.
   * `purposes` says what else was agreed to or refused: `{ marketing: false, version: "2026-11" }`.
   */
  consent(given: boolean, purposes?: Facts): void;
  /** Sends what is waiting, for a page that may close. */
  flushOnExit(): void;
}

export interface TrackerOptions {
  readonly writeKey: string;
  /** Address of the server, without a path. */
  readonly host: string;
  readonly needsConsent: boolean;
  readonly storage: KeyValueStorage;
}

interface Session {
  visitor: Visitor;
  readonly send: (type: EventType, fields: Facts) => void;
  readonly sender: Sender;
  readonly end: () => void;
}

const consentKey = "causeway.consent";

export function createTracker(options: TrackerOptions): Tracker {
  const { storage, needsConsent } = options;
  /** Calls made before consent; they are sent if it comes, and never kept beyond the page. */
  let waiting: ((session: Session) => void)[] = [];
  let refused = storage.getItem(consentKey) === "no";
  let session: Session | null = null;

  const begin = (): void => {
    session ??= startSession(options);
    const calls = waiting;
    waiting = [];
    for (const call of calls) call(session);
  };
  if (!refused && (!needsConsent || storage.getItem(consentKey) === "yes")) begin();

  const withdraw = (): void => {
    storage.setItem(consentKey, "no");
    refused = true;
    session?.end();
    session = null;
    waiting = [];
    forgetVisitor(storage);
  };
  // Said on one page, it holds on all that are open.
  window.addEventListener("storage", ({ key, newValue }) => {
    if (key === consentKey && newValue === "no") withdraw();
  });

  const withSession = (call: (session: Session) => void): void => {
    if (session !== null) call(session);
    else if (!refused) waiting.push(call);
  };

  return {
    page: (name, properties = readPage()) =>
      withSession(({ send }) => send("page", { ...(name && { name }), properties })),
    track: (event, properties = {}) =>
      withSession(({ send }) => send("track", { event, properties })),
    identify: (userId, traits = {}) =>
      withSession((current) => {
        const id = typeof userId === "string" ? userId : current.visitor.userId;
        const said = typeof userId === "string" ? traits : userId;
        const isOther = current.visitor.userId !== null && current.visitor.userId !== id;
        const kept = isOther ? {} : current.visitor.traits;
        const visitor = { ...current.visitor, userId: id, traits: { ...kept, ...said } };
        current.visitor = saveVisitor(storage, visitor);
        current.send("identify", { traits: visitor.traits });
      }),
    group: (groupId, traits = {}) => withSession(({ send }) => send("group", { groupId, traits })),
    alias: (userId, previousId) =>
      withSession(({ send, visitor }) =>
        send("alias", { userId, previousId: previousId ?? visitor.userId ?? visitor.anonymousId }),
      ),
    reset: () =>
      withSession((current) => {
        forgetVisitor(storage);
        current.visitor = loadVisitor(storage);
      }),
    ready: (callback) => callback(),
    consent(given, purposes) {
      if (!given) return withdraw();
      storage.setItem(consentKey, "yes");
      refused = false;
      begin();
      if (purposes) session?.send("track", { event: "Consent Updated", properties: purposes });
    },
    flushOnExit: () => session?.sender.flushOnExit(),
  };
}

function startSession({ writeKey, host, storage }: TrackerOptions): Session {
  const queue = createEventQueue(storage, newId(), Date.now);
  const sender = createSender({
    url: `${host}/v1/b`,
    writeKey,
    queue,
    fetch: (url, init) => fetch(url, init),
    beacon: (url, body) => navigator.sendBeacon(url, body),
    setTimer: (work, delayMs) => window.setTimeout(work, delayMs),
    clearTimer: (timer) => window.clearTimeout(timer),
  });
  const session: Session = {
    visitor: loadVisitor(storage),
    sender,
    send(type, fields) {
      const { anonymousId, userId } = session.visitor;
      const event: TrackedEvent = {
        type,
        messageId: newId(),
        timestamp: new Date().toISOString(),
        anonymousId,
        ...(userId !== null && { userId }),
        context: readContext(),
        ...fields,
      };
      queue.add(event);
      sender.schedule();
    },
    end() {
      queue.clear();
      sender.stop();
    },
  };
  sender.schedule();
  return session;
}
