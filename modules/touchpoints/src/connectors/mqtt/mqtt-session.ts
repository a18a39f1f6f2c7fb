import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { AppError, type BothLanguages } from "@causeway/kernel";
import { generate, type IPublishPacket, type Packet, parser } from "mqtt-packet";

export interface MqttOptions {
  /** Checked address to connect to. */
  readonly address: string;
  /** Name that a certificate must be for. */
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  /** In PEM, beside the authorities that Node trusts; blank for none. */
  readonly authority: string;
  readonly clientId: string;
  readonly user: string;
  readonly password: string;
  readonly filters: readonly string[];
  readonly signal: AbortSignal;
}

/** Messages of a broker (MQTT 3.1.1, QoS 1) in a session that outlives the connection. */
export interface MqttSession {
  /** What has come, at least one; throws when the connection ends. */
  readonly next: () => Promise<readonly IPublishPacket[]>;
  /** Tells the broker that these are safe: it forgets them. */
  readonly acknowledge: (messages: readonly IPublishPacket[]) => void;
  readonly close: () => void;
}

const keepAliveSeconds = 30;
const connectMs = 15_000;
/** The broker is not read further while so many wait. */
const mostWaiting = 2_000;
const longestPacket = 1024 * 1024;

/**
 * Connects, takes up the session of this client id and subscribes with QoS 1. The broker keeps what is not acknowledged, also
 * while nobody is connected, and sends it again. Throws an Error that a person can read.
 */
export async function openMqttSession(options: MqttOptions): Promise<MqttSession> {
  const socket = openSocket(options);
  const inbox = receive(socket);
  const send = (packet: Packet): void => {
    socket.write(generate(packet));
  };
  const abort = (): void => {
    socket.destroy(new Error("stopped"));
  };
  options.signal.addEventListener("abort", abort, { once: true });
  const deadline = setTimeout(
    () => socket.destroy(new Error("The broker does not answer")),
    connectMs,
  );
  try {
    await opened(socket, options.tls);
    send(connectPacket(options));
    const answer = await inbox.reply("connack");
    const code = "returnCode" in answer ? answer.returnCode : undefined;
    if (code !== 0) {
      const other = { zh: `服务器拒绝连接（${code}）`, en: `The broker refused (${code})` };
      throw new AppError("unavailable", refusals[code ?? 0] ?? other);
    }
    const subscriptions = options.filters.map((topic) => ({ topic, qos: 1 as const }));
    send({ cmd: "subscribe", messageId: 1, subscriptions });
    const granted = await inbox.reply("suback");
    const refused = "granted" in granted ? granted.granted.indexOf(128) : -1;
    if (refused !== -1) {
      const topic = options.filters[refused];
      throw new AppError("unavailable", {
        zh: `服务器不允许订阅主题 ${topic}`,
        en: `The broker does not allow the topic ${topic}`,
      });
    }
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(deadline);
  }
  const beat = setInterval(() => send({ cmd: "pingreq" }), (keepAliveSeconds * 1000) / 2);
  socket.setTimeout(keepAliveSeconds * 1500, () =>
    socket.destroy(new Error("The broker is silent")),
  );
  socket.once("close", () => {
    clearInterval(beat);
    options.signal.removeEventListener("abort", abort);
  });
  return {
    next: inbox.next,
    acknowledge: (messages) => {
      for (const { qos, messageId } of messages) {
        if (qos > 0 && messageId !== undefined) send({ cmd: "puback", messageId });
      }
    },
    close: () => {
      if (!socket.destroyed) socket.end(generate({ cmd: "disconnect" }));
    },
  };
}

const wrongPassword = {
  zh: "服务器拒绝了用户名或密码",
  en: "The broker refused user or password",
};

const refusals: Readonly<Record<number, BothLanguages>> = {
  1: { zh: "服务器不支持 MQTT 3.1.1", en: "The broker does not speak MQTT 3.1.1" },
  2: { zh: "服务器不接受这个客户端标识", en: "The broker does not accept the client id" },
  3: { zh: "服务器暂不可用", en: "The broker is not available" },
  4: wrongPassword,
  5: wrongPassword,
};

function openSocket({ address, port, tls, host, authority }: MqttOptions): Socket {
  if (!tls) return connectTcp({ host: address, port, noDelay: true });
  const ca = authority.trim() === "" ? {} : { ca: authority };
  // An address has no server name (RFC 6066); its certificate is checked all the same.
  const servername = /^[\d.:[\]]+$/.test(host) ? "" : host;
  return connectTls({ host: address, port, servername, ...ca });
}

function connectPacket({ clientId, user, password }: MqttOptions): Packet {
  return {
    ...{ cmd: "connect", protocolId: "MQTT", protocolVersion: 4, clean: false },
    ...{ clientId, keepalive: keepAliveSeconds },
    ...(user !== "" && { username: user, password: Buffer.from(password) }),
  };
}

function opened(socket: Socket, tls: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(tls ? "secureConnect" : "connect", resolve);
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("The connection ended")));
  });
}

/** Reads packets; messages wait in a queue of bounded length, everything else is what somebody asked for. */
function receive(socket: Socket) {
  const reader = parser();
  const messages: IPublishPacket[] = [];
  let ended: Error | undefined;
  let reply: ((packet: Packet) => void) | undefined;
  let wake = (): void => undefined;
  reader.on("packet", (packet) => {
    if (packet.cmd === "publish") messages.push(packet);
    else if (packet.cmd === "connack" || packet.cmd === "suback") reply?.(packet);
    wake();
  });
  const end = (error: Error): void => {
    ended ??= error;
    wake();
  };
  reader.on("error", (error) => socket.destroy(error));
  socket.on("data", (chunk) => {
    const unread = reader.parse(Buffer.from(chunk));
    if (unread > longestPacket) socket.destroy(new Error("A message is larger than 1 MB"));
    if (messages.length > mostWaiting) socket.pause();
  });
  socket.on("error", end);
  socket.on("close", () => end(new Error("The connection ended")));
  return {
    reply: (cmd: "connack" | "suback"): Promise<Packet> =>
      new Promise((resolve, reject) => {
        reply = (packet) => {
          if (packet.cmd === cmd) resolve(packet);
        };
        wake = () => ended && reject(ended);
        wake();
      }),
    next: async (): Promise<readonly IPublishPacket[]> => {
      if (messages.length === 0 && ended === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (messages.length > 0) {
        const batch = messages.splice(0, 500);
        if (messages.length <= mostWaiting) socket.resume();
        return batch;
      }
      if (ended !== undefined) throw ended;
      return [];
    },
  };
}
