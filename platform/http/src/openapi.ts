import { problemSchema } from "@causeway/platform-contract";
import { z } from "zod";
import type { Access } from "./access.ts";
import { problemKinds } from "./problem.ts";
import type { Route } from "./route.ts";

type Json = { readonly [key: string]: unknown };

export interface OpenApiInfo {
  readonly title: string;
  readonly version: string;
  readonly description: string;
}

/** The OpenAPI 3.1 document of the routes, from the schemas that parse their input and present their output. */
export function openApiDocument(routes: readonly Route[], info: OpenApiInfo): Json {
  const components: Record<string, unknown> = {};
  const toJson = (schema: z.ZodType, io: "input" | "output"): Json =>
    jsonSchema(schema, io, components);
  const problem = toJson(problemSchema, "output");
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, "{$1}").replace("*", "{path}");
    paths[path] = {
      ...paths[path],
      [route.method.toLowerCase()]: operation(route, toJson, problem),
    };
  }
  return {
    openapi: "3.1.1",
    info,
    servers: [{ url: "/" }],
    paths,
    components: {
      schemas: components,
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: "causeway.session_token" },
        key: { type: "http", scheme: "bearer", description: "An API key of one workspace" },
        writeKey: { type: "http", scheme: "basic", description: "The write key as user name" },
      },
    },
  };
}

type ToJson = (schema: z.ZodType, io: "input" | "output") => Json;

function operation(route: Route, toJson: ToJson, problem: Json): Json {
  const { access, method, path, summary, tags, body } = route;
  const content =
    typeof body === "object"
      ? { "application/json": { schema: toJson(body, "input") } }
      : body && { "*/*": { schema: { type: "string", contentEncoding: "binary" } } };
  return {
    operationId: `${method.toLowerCase()}${path.replaceAll(/[^A-Za-z0-9]+(.)?/g, (_, next) => (next ?? "").toUpperCase())}`,
    summary,
    description: accessInWords(access),
    tags,
    security: securityOf(access),
    parameters: [
      ...pathParameters(route, toJson),
      ...objectParameters("query", route.query, toJson),
    ],
    ...(content ? { requestBody: { required: true, content } } : {}),
    responses: {
      [statusOf(route)]: success(route, toJson),
      default: {
        description: `A problem: ${Object.keys(problemKinds).join(", ")}`,
        content: { "application/problem+json": { schema: problem } },
      },
    },
  };
}

/** The status of a successful answer. */
export function statusOf(route: Route): number {
  return route.status ?? (route.response === "empty" ? 204 : 200);
}

function success(route: Route, toJson: ToJson): Json {
  if (typeof route.response === "object") {
    const schema = toJson(route.response, "output");
    return { description: route.summary, content: { "application/json": { schema } } };
  }
  if (route.response === "empty") return { description: route.summary };
  const schema = { type: "string", contentEncoding: "binary" };
  return { description: route.summary, content: { "*/*": { schema } } };
}

interface Parameter extends Json {
  readonly name: string;
}

function pathParameters(route: Route, toJson: ToJson): readonly Json[] {
  const described = objectParameters("path", route.params, toJson);
  const names = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name);
  if (route.path.includes("*")) names.push("path");
  return names.map(
    (name) =>
      described.find((parameter) => parameter.name === name) ?? {
        name,
        in: "path",
        required: true,
        schema: name === "workspace" ? { type: "string", format: "uuid" } : { type: "string" },
      },
  );
}

function objectParameters(
  place: "path" | "query",
  schema: z.ZodType | undefined,
  toJson: ToJson,
): readonly Parameter[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = toJson(schema, "input") as {
    readonly properties?: Json;
    readonly required?: readonly string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: property,
  }));
}

/** JSON Schema of one Zod schema; schemas with an `id` go to the components, those of input under `…Input`. */
function jsonSchema(
  schema: z.ZodType,
  io: "input" | "output",
  components: Record<string, unknown>,
): Json {
  const {
    $schema: _dialect,
    $defs,
    ...inline
  } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    cycles: "ref",
  }) as Record<string, unknown>;
  const named = (id: string) => (io === "input" ? `${id}Input` : id);
  const moveReferences = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value).replaceAll(
        /"#\/\$defs\/([^"]+)"/g,
        (_, id: string) => `"#/components/schemas/${named(id)}"`,
      ),
    );
  for (const [id, definition] of Object.entries(($defs ?? {}) as Json)) {
    components[named(id)] = moveReferences(definition);
  }
  const { id, ...own } = moveReferences(inline) as Record<string, unknown>;
  if (typeof id !== "string") return own;
  components[named(id)] = own;
  return { $ref: `#/components/schemas/${named(id)}` };
}

function accessInWords(access: Access): string {
  switch (access.kind) {
    case "public":
      return `Public: ${access.why}.`;
    case "session":
      return "For any signed-in person.";
    case "workspace":
      return `For members of the workspace with the role ${access.role} or a higher one.`;
    case "source":
      return "For a source, by its write key.";
  }
}

function securityOf(access: Access): readonly Json[] {
  switch (access.kind) {
    case "public":
      return [];
    case "session":
      return [{ session: [] }];
    case "workspace":
      return [{ session: [] }, { key: [] }];
    case "source":
      return [{ writeKey: [] }];
  }
}
