import type { Route } from "@causeway/platform-http";
import type { RecordsDependencies } from "./dependencies.ts";
import { importRoutes } from "./import-routes.ts";
import { indexRoutes } from "./index-routes.ts";
import { listRoutes } from "./list-routes.ts";
import { mergeRoutes } from "./merge-routes.ts";
import { recordRoutes } from "./record-routes.ts";
import { schemaRoutes } from "./schema-routes.ts";
import { viewRoutes } from "./view-routes.ts";

/** Every route of this module. */
export function recordsRoutes(dependencies: RecordsDependencies): readonly Route[] {
  return [
    ...schemaRoutes(dependencies),
    ...listRoutes(dependencies),
    ...recordRoutes(dependencies),
    ...mergeRoutes(dependencies),
    ...viewRoutes(dependencies),
    ...indexRoutes(dependencies),
    ...importRoutes(dependencies),
  ];
}
