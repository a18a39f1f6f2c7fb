import { once } from "node:events";
import type { AddressInfo } from "node:net";
import createImapServer from "hoodiecrow-imap";

/** A real IMAP server on a port of its own with one account. */
export async function startMailServer() {
  const imap = createImapServer({
    plugins: ["ID", "IDLE", "UNSELECT", "SPECIAL-USE"],
    users: { "sales@qiheng.example": { password: "app password" } },
    storage: { INBOX: {}, "": { folders: { Sent: { "special-use": "\\Sent" } } } },
  });
  imap.listen(0, "127.0.0.1");
  await once(imap.server, "listening");
  return {
    port: (imap.server.address() as AddressInfo).port,
    /** Puts a message into a folder, as if it had just come. */
    deliver(folder: string, lines: readonly string[]): void {
      imap.appendMessage(folder, [], null, lines.join("\r\n"));
    },
    close: () => new Promise<void>((resolve) => imap.close(resolve)),
  };
}
