import { expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { defineRoute } from "./route.ts";

it("defineRoute() types the request by its schemas and its access", () => {
  const route = defineRoute({
    method: "POST",
    path: "/api/w/:workspace/notes/:id",
    summary: "Write a note",
    tags: ["notes"],
    access: { kind: "workspace", role: "member" },
    params: z.object({ id: z.uuid() }),
    query: z.object({ limit: z.coerce.number().default(10) }),
    body: z.object({ text: z.string() }),
    response: z.object({ id: z.string() }),
    handle: ({ params, query, body, member, actor }) => {
      expectTypeOf(params).toEqualTypeOf<{ id: string }>();
      expectTypeOf(query.limit).toEqualTypeOf<number>();
      expectTypeOf(body).toEqualTypeOf<{ text: string }>();
      expectTypeOf(member.role).toEqualTypeOf<"member" | "admin" | "owner">();
      return { id: `${params.id} ${body.text} ${actor.id}` };
    },
  });
  expect(route.access).toEqual({ kind: "workspace", role: "member" });
});

it("defineRoute() keeps what a public handler may not know out of its request", () => {
  const route = defineRoute({
    method: "DELETE",
    path: "/api/thing",
    summary: "Delete the thing",
    tags: [],
    access: { kind: "public", why: "test" },
    response: "empty",
    handle: async (request) => {
      expectTypeOf(request).not.toHaveProperty("user");
      expectTypeOf(request.body).toEqualTypeOf<undefined>();
    },
  });
  expect(route.body).toBeUndefined();
});

it("defineRoute() refuses a workspace path without workspace access, and the reverse", () => {
  const facts = { method: "GET", summary: "", tags: [], response: "empty" } as const;
  expect(() =>
    defineRoute({
      ...facts,
      path: "/api/w/:workspace/records",
      access: { kind: "session" },
      handle: () => undefined,
    }),
  ).toThrow(/needs workspace access/);
  expect(() =>
    defineRoute({
      ...facts,
      path: "/api/records",
      access: { kind: "workspace", role: "member" },
      handle: () => undefined,
    }),
  ).toThrow(/needs workspace access/);
});
