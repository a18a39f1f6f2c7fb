import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface ShopSite {
  readonly url: string;
  stop(): Promise<void>;
}

/** A company's website on an origin of its own, with the snippet in the head of every page. */
export async function startShopSite(snippet: string): Promise<ShopSite> {
  const server = createServer((request, response) => {
    const title = request.url?.startsWith("/pricing") ? "Pricing" : "Home";
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(`<!doctype html><title>${title}</title>${snippet}<h1>${title}</h1>`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      server.closeAllConnections();
      const closed = once(server, "close");
      server.close();
      await closed;
    },
  };
}
