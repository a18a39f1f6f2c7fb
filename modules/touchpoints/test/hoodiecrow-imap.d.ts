declare module "hoodiecrow-imap" {
  import type { Server } from "node:net";

  interface ImapServer {
    readonly server: Server;
    listen(port: number, host: string): void;
    appendMessage(folder: string, flags: readonly string[], date: null, raw: string): void;
    close(done: () => void): void;
  }
  function createImapServer(options: {
    readonly plugins: readonly string[];
    readonly storage: Readonly<Record<string, unknown>>;
    readonly users: Readonly<Record<string, { readonly password: string }>>;
  }): ImapServer;
  export = createImapServer;
}
