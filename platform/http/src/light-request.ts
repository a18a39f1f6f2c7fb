import { validateHeaderValue } from "node:http";
import { newId, whenReady } from "@causeway/kernel";
import type { Locale } from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import type { FastifyBaseLogger } from "fastify";
import type { Actor, SourceIdentity } from "./access.ts";
import type { SourceRequestParts } from "./guard.ts";
import { headerOf, headersOf } from "./headers-of.ts";
import type { HeldBody } from "./intake.ts";
import type { LightExchange } from "./light-exchange.ts";
import type { LightPathOptions, LightRoute } from "./light-path.ts";
import { statusOf } from "./openapi.ts";
import { preferredLocale } from "./preferred-locale.ts";
import { problemAnswer } from "./problem-answer.ts";
import { defaultBodyLimit } from "./register-routes.ts";
import type { AnyRequest } from "./route.ts";
import { isSecure, senderAddress } from "./sender-address.ts";

const nothing = Object.freeze({});
const noBody = Buffer.alloc(0);
const noHeaders: readonly string[] = [];

/**
 * One request of a light route, from its body to its answer: what the guard and the handler get to see, and what becomes
 * of what they say. One object does for all of it, and what few handlers ask for is made when they do.
 */
export class LightRequest implements AnyRequest, SourceRequestParts {
  readonly params = nothing;
  readonly query = nothing;
  body: Buffer = noBody;
  actor?: Actor;
  workspace?: WorkspaceDatabase;
  source?: SourceIdentity;
  readonly #light: LightRoute;
  readonly #options: LightPathOptions;
  readonly #exchange: LightExchange;
  readonly #held: HeldBody;
  readonly #startedAt = performance.now();
  /** Headers of this answer alone, names and values in turn; most have none. */
  #more: readonly string[] = noHeaders;
  #id: string | undefined;
  #isRead = false;

  constructor(light: LightRoute, options: LightPathOptions, exchange: LightExchange) {
    this.#light = light;
    this.#options = options;
    this.#exchange = exchange;
    this.#held = options.intake.open();
  }

  /** Never throws: whatever goes wrong is answered, or the client has gone. Waits only for what is not there yet. */
  run(): void {
    let result: unknown;
    try {
      const limit = this.#light.route.bodyLimit ?? defaultBodyLimit;
      result = whenReady(this.#exchange.body(this.#held, limit), (body) => this.#handle(body));
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (!(result instanceof Promise)) this.#succeed(result);
    else
      result.then(
        (value) => this.#succeed(value),
        (error) => this.#fail(error),
      );
  }

  #handle(body: Buffer): unknown {
    this.#isRead = true;
    this.body = body;
    return whenReady(this.#light.guard.afterBody(this), (caller) => {
      if (caller.actor) this.actor = caller.actor;
      if (caller.workspace) this.workspace = caller.workspace;
      if (caller.source) this.source = caller.source;
      return this.#light.route.handle(this);
    });
  }

  #succeed(result: unknown): void {
    let text: string;
    try {
      text = this.#light.present(result);
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.#send(statusOf(this.#light.route), text);
  }

  #fail(error: unknown): void {
    const problem = problemAnswer(error, {
      id: this.#requestId(),
      locale: this.locale,
      log: this.log,
      method: "POST",
      route: this.url,
    });
    this.#more = [...this.#more, ...Object.entries(problem.headers).flat()];
    this.#send(problem.status, problem.body);
  }

  #send(status: number, text: string): void {
    const { proxies, isClosing, onAnswer } = this.#options;
    const exchange = this.#exchange;
    const { origin } = exchange.headers;
    const isHttps = isSecure(exchange, proxies);
    const answer = this.#light.answerOf({ status, text, more: this.#more, origin, isHttps });
    this.#held.release();
    // What is left of a body that was refused is not worth reading on the way to the next request.
    exchange.answer(answer, !this.#isRead || isClosing());
    const seconds = (performance.now() - this.#startedAt) / 1000;
    onAnswer?.({ method: "POST", route: this.url, status, seconds });
  }

  #requestId(): string {
    this.#id ??= newId();
    return this.#id;
  }

  get url(): string {
    return this.#light.route.path;
  }

  get isHead(): boolean {
    return false;
  }

  get header(): (name: string) => string | null {
    const exchange = this.#exchange;
    return (name) => headerOf(exchange, name);
  }

  get headers(): Headers {
    return headersOf(this.#exchange);
  }

  get ip(): string {
    return senderAddress(this.#exchange, this.#options.proxies);
  }

  get locale(): Locale {
    return preferredLocale(headerOf(this.#exchange, "accept-language"));
  }

  get log(): FastifyBaseLogger {
    return this.#options.log.child({ reqId: this.#requestId() });
  }

  get signal(): AbortSignal {
    return this.#exchange.signal();
  }

  get setHeader(): (name: string, value: string) => void {
    return (name, value) => {
      validateHeaderValue(name, value);
      this.#more = [...this.#more, name, value];
    };
  }
}
