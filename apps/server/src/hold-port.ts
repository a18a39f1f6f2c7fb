import { once } from "node:events";
import { createServer } from "node:net";
import { AppError } from "@causeway/kernel";

export interface HeldPort {
  readonly port: number;
  /** Gives the port back, for whoever is to listen on it; again does nothing. */
  release(): Promise<void>;
}

/**
 * Takes a port (0: a free one) before anything is started, so that a taken one is one clear line and not a half-started
 * server, and keeps it until the server listens, so that nobody else gets it meanwhile. Who connects is turned away.
 */
export async function holdPort(host: string, port: number): Promise<HeldPort> {
  const holder = createServer((socket) => socket.destroy());
  try {
    holder.listen({ host, port });
    await once(holder, "listening");
  } catch (cause) {
    throw refusal(host, port, cause as NodeJS.ErrnoException);
  }
  const address = holder.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    release: () =>
      new Promise((resolve) => {
        holder.close(() => resolve());
      }),
  };
}

function refusal(host: string, port: number, cause: NodeJS.ErrnoException): AppError {
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: `Port ${port} is taken. Start with --port and another number.`,
    EACCES: `Port ${port} needs more rights. Start with --port 4600 or another one above 1023.`,
    EADDRNOTAVAIL: `This machine has no address ${host}; HOST names one it has.`,
  };
  const message = reasons[cause.code ?? ""] ?? `Port ${port} cannot be used: ${cause.code}`;
  return new AppError("conflict", message, { cause });
}
