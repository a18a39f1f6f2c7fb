/** JSON Schema as far as the OpenAPI document of the server uses it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
}

export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query";
  readonly required: boolean;
  readonly schema: Schema;
}

/** One operation of the API as its own document describes it. */
export interface Operation {
  readonly method: string;
  /** With its parameters in braces. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** `bytes`: the body may be anything. */
  readonly body: Schema | "bytes" | undefined;
  /** How a caller shows who they are; empty for public operations. */
  readonly security: readonly string[];
}

export interface Surface {
  readonly operations: readonly Operation[];
  /** Follows a reference to the schema it names. */
  resolve(schema: Schema): Schema;
}

interface Described {
  readonly parameters: readonly Parameter[];
  readonly security: readonly Readonly<Record<string, unknown>>[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: Schema }>>;
  };
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** All that can be asked of the server, read from its OpenAPI document: an operation added later is in it by itself. */
export function readSurface(document: unknown): Surface {
  const { paths, components } = document as Document;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters, security, requestBody }]) => ({
      method: method.toUpperCase(),
      path,
      parameters,
      body: requestBody && (requestBody.content["application/json"]?.schema ?? ("bytes" as const)),
      security: security.flatMap((entry) => Object.keys(entry)),
    })),
  );
  const resolve = (schema: Schema): Schema => {
    if (schema.$ref === undefined) return schema;
    const named = components.schemas[schema.$ref.split("/").at(-1) ?? ""];
    if (named === undefined) throw new Error(`${schema.$ref} is not in the document`);
    return resolve(named);
  };
  return { operations, resolve };
}

/** The address of an operation with its parameters filled in; those left undefined stay out of the query. */
export function addressOf(
  { path, parameters }: Operation,
  values: Readonly<Record<string, string | undefined>>,
): string {
  const place = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => percent(values[name] ?? ""));
  const query = parameters.flatMap(({ name, in: where }) => {
    const value = values[name];
    return where === "query" && value !== undefined ? [`${percent(name)}=${percent(value)}`] : [];
  });
  return query.length === 0 ? place : `${place}?${query.join("&")}`;
}

/** Halves of surrogate pairs have no encoding in an address; they go as what browsers send for them. */
function percent(text: string): string {
  const encoded = encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, "\ufffd"));
  // A dot alone would be taken out of the path before it is sent.
  return encoded === "." || encoded === ".." ? encoded.replaceAll(".", "%2E") : encoded;
}
