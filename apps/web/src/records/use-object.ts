import type { ObjectDefinition, SchemaDocument } from "@causeway/platform-contract";
import { useQuery } from "@tanstack/react-query";
import { notFound } from "@tanstack/react-router";
import { useMemo } from "react";
import { useWorkspace } from "../access/session.ts";
import { schemaQuery } from "../api/record-queries.ts";
import { useTexts } from "../texts/text.ts";
import type { ShowContext } from "./field-kinds.ts";
import { objectNamed } from "./schema-fields.ts";

export interface ObjectAndSchema {
  readonly schema: SchemaDocument;
  readonly object: ObjectDefinition;
}

/** The definition of an object; null while it loads. Throws `notFound` where there is none. */
export function useObject(name: string): ObjectAndSchema | null {
  const { id } = useWorkspace();
  const { data: schema, error } = useQuery(schemaQuery(id));
  if (error) throw error;
  if (!schema) return null;
  const object = objectNamed(schema, name);
  if (!object) throw notFound();
  return { schema, object };
}

/** How values are shown to this reader. */
export function useShow(): (references: ShowContext["references"]) => ShowContext {
  const { t, locale } = useTexts();
  return useMemo(() => {
    const now = new Date();
    return (references) => ({
      locale,
      now,
      references,
      yes: t("shell.yes"),
      no: t("shell.no"),
    });
  }, [t, locale]);
}
