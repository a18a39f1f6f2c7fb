import { once } from "node:events";
import { createServer } from "node:net";
import { AppError, type BothLanguages } from "@causeway/kernel";

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
  const reasons: Readonly<Record<string, BothLanguages>> = {
    EADDRINUSE: {
      zh: `端口 ${port} 已被占用。请用 --port 指定另一个端口。`,
      en: `Port ${port} is taken. Start with --port and another number.`,
    },
    EACCES: {
      zh: `使用端口 ${port} 的权限不足。请用 --port 4600 或其他大于 1023 的端口。`,
      en: `Port ${port} needs more rights. Start with --port 4600 or another one above 1023.`,
    },
    EADDRNOTAVAIL: {
      zh: `本机没有地址 ${host}；请把 HOST 设为本机已有的地址。`,
      en: `This machine has no address ${host}; HOST names one it has.`,
    },
  };
  const other = {
    zh: `端口 ${port} 无法使用（${cause.code}）：请检查 HOST，或用 --port 指定另一个端口`,
    en: `Port ${port} cannot be used (${cause.code}); check HOST, or start with --port and another number`,
  };
  return new AppError("conflict", reasons[cause.code ?? ""] ?? other, { cause });
}
