import type { Locale, Role } from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import type { FastifyBaseLogger } from "fastify";
import type { Actor, SourceIdentity, User } from "./access.ts";
import type { Caller } from "./guard.ts";
import { headersOf, type WithHeaders } from "./headers-of.ts";
import { preferredLocale } from "./preferred-locale.ts";
import type { AnyRequest } from "./route.ts";

/** What a handler's request is made of. */
export interface RequestParts {
  readonly raw: WithHeaders;
  readonly method: string;
  readonly header: (name: string) => string | null;
  readonly signal: () => AbortSignal;
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly url: string;
  readonly caller: Caller;
  readonly ip: () => string;
  readonly log: () => FastifyBaseLogger;
  readonly setHeader: (name: string, value: string) => void;
}

/**
 * A request as handlers get it; what few of them ask for is made when they do. Accessors in an object literal, and
 * closures made in this constructor, would each cost the engine a hidden class a request, and that class keeps all they
 * see alive until the next full collection.
 */
export class RequestView implements AnyRequest {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly url: string;
  readonly header: (name: string) => string | null;
  readonly setHeader: (name: string, value: string) => void;
  declare readonly user?: User;
  declare readonly actor?: Actor;
  declare readonly workspace?: WorkspaceDatabase;
  declare readonly member?: { readonly role: Role };
  declare readonly source?: SourceIdentity;
  readonly parts: RequestParts;

  constructor(parts: RequestParts) {
    const { caller } = parts;
    this.params = parts.params;
    this.query = parts.query;
    this.body = parts.body;
    this.url = parts.url;
    this.header = parts.header;
    this.setHeader = parts.setHeader;
    this.parts = parts;
    if (caller.identity) this.user = caller.identity.user;
    if (caller.actor) this.actor = caller.actor;
    if (caller.workspace) this.workspace = caller.workspace;
    if (caller.member) this.member = caller.member;
    if (caller.source) this.source = caller.source;
  }

  get isHead(): boolean {
    return this.parts.method === "HEAD";
  }

  get headers(): Headers {
    return headersOf(this.parts.raw);
  }

  get ip(): string {
    return this.parts.ip();
  }

  get log(): FastifyBaseLogger {
    return this.parts.log();
  }

  get locale(): Locale {
    return preferredLocale(this.header("accept-language"));
  }

  get signal(): AbortSignal {
    return this.parts.signal();
  }
}
