import { once } from "node:events";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { SMTPServer } from "smtp-server";

/** A mail server that keeps what it was given, and may take its time with each mail. */
export async function mailbox(delayMs = 0) {
  const messageIds: string[] = [];
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    authOptional: true,
    onData: (stream, _, done) => {
      // A connection that the kill cut off leaves half a mail: it was not taken.
      void text(stream).then(async (mail) => {
        await pause(delayMs);
        messageIds.push(/^Message-ID: (.+)$/im.exec(mail)?.[1] ?? "");
        done();
      }, done);
    },
  });
  server.on("error", () => undefined);
  const listening = server.listen(0, "127.0.0.1");
  await once(listening, "listening");
  const address = listening.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { messageIds, port, close: () => server.close() };
}
