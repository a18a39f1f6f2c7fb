import { z } from "zod";

/** One error format for every route: RFC 9457, with all issues at once. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    issues: z.array(z.object({ path: z.string(), message: z.string() })),
    /** What programs may go on with: `mergedInto`, the id of the record that stands for one that was merged. */
    details: z.record(z.string(), z.string()).optional(),
    requestId: z.string(),
  })
  .meta({ id: "Problem" });
export type Problem = z.infer<typeof problemSchema>;
