import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, it } from "vitest";
import { keepWithin } from "./keep-within.ts";
import { listQuery } from "./record-queries.ts";

it("keepWithin() keeps rows of the same list under another filter, and none of another list", async () => {
  const asked = (object: string, filter: string) => {
    const queryKey = ["w", "w1", object, "list", filter];
    return {
      queryKey,
      queryFn: () => Promise.resolve(`${object} ${filter}`),
      placeholderData: keepWithin(queryKey, 4),
    };
  };
  const client = new QueryClient();
  const observer = new QueryObserver(client, asked("deal", "a"));
  const stop = observer.subscribe(() => undefined);
  await client.fetchQuery(asked("deal", "a"));
  observer.setOptions(asked("deal", "b"));
  expect(observer.getCurrentResult()).toMatchObject({ data: "deal a", isPlaceholderData: true });
  observer.setOptions(asked("contact", "b"));
  expect(observer.getCurrentResult().data).toBeUndefined();
  await client.fetchQuery(asked("contact", "b"));
  expect(observer.getCurrentResult()).toMatchObject({
    data: "contact b",
    isPlaceholderData: false,
  });
  stop();
  client.clear();
});

it("listQuery() keeps no rows of another object or workspace", () => {
  const kept = (workspace: string, object: string) => {
    const { placeholderData, queryKey } = listQuery(workspace, object, {});
    const previous = { queryKey: listQuery("w1", "deal", { search: "a" }).queryKey };
    expect(queryKey).toContain(object);
    return (placeholderData as ReturnType<typeof keepWithin>)("rows", previous);
  };
  expect([kept("w1", "deal"), kept("w1", "contact"), kept("w2", "deal")]).toEqual([
    "rows",
    undefined,
    undefined,
  ]);
});
