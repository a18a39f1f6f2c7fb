import { type RequestOptions, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { AppError } from "@causeway/kernel";
import { asObject, type JsonObject } from "../wire/json-object.ts";
import { connectionProblem } from "./connection-problem.ts";
import { type Reach, reachHost } from "./reach-host.ts";

const longestAnswer = 4 * 1024 * 1024;
const waitMs = 15_000;

/**
 * Asks an interface of another system and gives the JSON object of its answer. The host is checked first and then connected
 * to by that address; redirects are not followed. Plain HTTP goes to the own network only. Throws an Error that a person can
 * read; it names the host and never the query, which may hold secrets.
 */
export async function requestJson(
  address: string,
  {
    reach,
    body,
    signal,
  }: { readonly reach: Reach; readonly body?: JsonObject; readonly signal?: AbortSignal },
): Promise<JsonObject> {
  const url = new URL(address);
  if (url.protocol !== "https:" && reach !== "internal")
    throw new Error(`${url.host} must be asked over https`);
  const host = await reachHost(url.hostname, reach);
  const bare = url.hostname.replace(/^\[|\]$/g, "");
  const options: RequestOptions & { servername?: string } = {
    ...{ host, port: url.port, path: url.pathname + url.search, timeout: waitMs },
    ...{ method: body ? "POST" : "GET", ...(signal && { signal }) },
    headers: { host: url.host, accept: "application/json", "content-type": "application/json" },
    ...(host !== bare && { servername: bare }),
  };
  const text = await answerOf(url, options, body);
  const object = parsed(text);
  if (object === null) throw new Error(`${url.host} did not answer with JSON`);
  return object;
}

function answerOf(
  url: URL,
  options: RequestOptions,
  body: JsonObject | undefined,
): Promise<string> {
  const request = url.protocol === "https:" ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      const label = connectionProblem(url.host, error);
      if (label !== null) reject(new AppError("unavailable", label, { cause: error }));
      else reject(new Error(`${url.host}: ${error.message}`, { cause: error }));
    };
    const asked = request(options, (answer) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      answer.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > longestAnswer) asked.destroy(new Error("the answer is too long"));
        else chunks.push(chunk);
      });
      answer.on("error", fail);
      answer.on("end", () => {
        if (answer.statusCode === 200) resolve(Buffer.concat(chunks).toString("utf8"));
        else fail(new Error(`answered ${answer.statusCode}`));
      });
    });
    asked.on("timeout", () => asked.destroy(new Error("does not answer")));
    asked.on("error", fail);
    asked.end(body && JSON.stringify(body));
  });
}

function parsed(text: string): JsonObject | null {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return null;
  }
}
