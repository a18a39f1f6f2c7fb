import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { MailSettings } from "./mail-settings.ts";
import { sendMail } from "./send-mail.ts";

let server: Server;
let connections = 0;
beforeAll(async () => {
  server = createServer((socket) => {
    connections++;
    socket.destroy();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => {
  server.close();
});

const mail = { to: "li@example.com", subject: "s", text: "t", messageId: "m@example.com" };
function send(host: string, network: MailSettings["network"]) {
  const { port } = server.address() as AddressInfo;
  const settings = { ...{ host, port, network, secure: false }, user: null, password: null };
  return sendMail({ ...settings, from: "crm@example.com" }, mail, AbortSignal.timeout(30_000));
}

it("sendMail() connects to no address of the own network unless that is meant, and never to cloud metadata", async () => {
  for (const host of ["127.0.0.1", "localhost", "10.0.0.5", "::1", "::ffff:127.0.0.1"]) {
    const said = await send(host, "public");
    expect([said.kind, said.detail], host).toEqual([
      "refused",
      {
        zh: expect.stringMatching(/\p{Script=Han}/u),
        en: expect.stringContaining("own network"),
      },
    ]);
  }
  expect(await send("169.254.169.254", "internal")).toMatchObject({ kind: "refused" });
  expect(await send("no-such-host.invalid", "public")).toMatchObject({ kind: "later" });
  expect(connections).toBe(0);
  expect(await send("127.0.0.1", "internal")).toMatchObject({ kind: "later" });
  expect(connections).toBe(1);
});
