import { isIP } from "node:net";
import { Readable } from "node:stream";
import { AppError, wordsOf } from "@causeway/kernel";
import { reachHost } from "@causeway/module-touchpoints";
import type { Delivery } from "@causeway/platform-jobs";
import MailComposer from "nodemailer/lib/mail-composer/index.js";
import SMTPConnection from "nodemailer/lib/smtp-connection/index.js";
import type { MailSettings } from "./mail-settings.ts";

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string | undefined;
  /** Beside those that every mail has. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Without angle brackets; the same at every attempt, so that receivers recognise a repetition. */
  readonly messageId: string;
}

const connectMs = 15_000;
const silenceMs = 30_000;

/**
 * Hands one mail to the SMTP server (RFC 5321). What the server said decides: accepted, refused (5xx) or later (4xx).
 * Without its word: before the content was handed over the mail certainly did not leave (`later`); after that nobody
 * can know, and the error is thrown.
 */
export async function sendMail(
  settings: MailSettings,
  mail: Mail,
  signal: AbortSignal,
): Promise<Delivery> {
  const address = await addressOf(settings);
  if (typeof address !== "string") return address;
  const content = await compose(settings, mail);
  const handover = { begun: false };
  const connection = new SMTPConnection({
    host: address,
    // What the certificate must be for.
    ...(isIP(settings.host) === 0 && { servername: settings.host }),
    port: settings.port,
    secure: settings.secure,
    // A password never crosses a network in the clear.
    requireTLS: settings.user !== null && !isLoopback(settings.host),
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    socketTimeout: silenceMs,
  });
  const abort = () => connection.close();
  signal.addEventListener("abort", abort, { once: true });
  try {
    const said = await converse(connection, settings, mail, () => {
      handover.begun = true;
      return Readable.from([content]);
    });
    return { kind: "sent", detail: said };
  } catch (error) {
    return outcomeOf(error, handover.begun);
  } finally {
    signal.removeEventListener("abort", abort);
    connection.close();
  }
}

/** The server's address, checked; or why mail does not leave. */
async function addressOf({ host, network }: MailSettings): Promise<string | Delivery> {
  try {
    return await reachHost(host, network);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // A name server that is away comes back; an address that is not allowed stays so.
    return { kind: error.code === "forbidden" ? "refused" : "later", detail: wordsOf(error) };
  }
}

function compose(settings: MailSettings, mail: Mail): Promise<Buffer> {
  return new MailComposer({
    from: settings.from,
    to: mail.to,
    subject: mail.subject,
    text: mail.text,
    ...(mail.html !== undefined && { html: mail.html }),
    messageId: `<${mail.messageId}>`,
    headers: { "Auto-Submitted": "auto-generated", ...mail.headers },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}

/** Connect, log in, send. Resolves to the server's last words; the first error of any stage rejects. */
function converse(
  connection: SMTPConnection,
  settings: MailSettings,
  mail: Mail,
  open: () => Readable,
): Promise<string> {
  return new Promise((resolve, reject) => {
    connection.once("error", reject);
    connection.once("end", () => reject(new Error("The connection ended")));
    const send = () => {
      const envelope = { from: settings.from, to: [mail.to] };
      connection.send(envelope, lazily(open), (error, info) => {
        if (error) reject(error);
        else resolve(info.response);
      });
    };
    connection.connect((error) => {
      if (error) reject(error);
      else if (settings.user === null) send();
      else {
        const credentials = { user: settings.user, pass: settings.password ?? "" };
        connection.login({ credentials }, (refused) => (refused ? reject(refused) : send()));
      }
    });
  });
}

/** A stream that is opened when somebody first reads it: the moment the server asked for the content. */
function lazily(open: () => Readable): Readable {
  let chunks: AsyncIterator<Buffer> | undefined;
  return new Readable({
    read() {
      chunks ??= open()[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
      chunks.next().then(
        ({ done, value }) => this.push(done === true ? null : value),
        (error: unknown) => this.destroy(error instanceof Error ? error : new Error(String(error))),
      );
    },
  });
}

function outcomeOf(error: unknown, handedOver: boolean): Delivery {
  if (!(error instanceof Error)) throw error;
  const { responseCode, code } = error as {
    readonly responseCode?: number;
    readonly code?: string;
  };
  const detail = error.message.slice(0, 500);
  if (responseCode !== undefined && responseCode >= 500) return { kind: "refused", detail };
  if (responseCode !== undefined && responseCode >= 400) return { kind: "later", detail };
  if (handedOver) throw error;
  // Settings that a person must correct; trying again would lock the account.
  if (code === "EAUTH" || code === "EENVELOPE" || code === "ETLS")
    return { kind: "refused", detail };
  return { kind: "later", detail };
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\./.test(host);
}
