import type { BothLanguages } from "@causeway/kernel";

type Words = (host: string, said: string) => BothLanguages;

const untrusted: Words = (host) => ({
  zh: `${host} 的证书不是由公认机构签发的；若是自建证书，请把签发它的 CA 证书粘贴到“CA 证书”`,
  en: `The certificate of ${host} is from no known authority; if it is one of your own, paste its authority's certificate into the settings`,
});
const notTls: Words = (host) => ({
  zh: `${host} 的这个端口不使用 TLS；请检查端口，或更换加密方式`,
  en: `${host} does not speak TLS on this port; check the port, or choose another encryption`,
});
const silent: Words = (host) => ({
  zh: `${host} 没有应答；请检查地址和端口，以及防火墙是否允许本服务器连接`,
  en: `${host} does not answer; check host and port, and whether its firewall lets this server in`,
});
const expired: Words = (host) => ({
  zh: `${host} 的证书已过期；请对方更新证书，之后会自动重新连接`,
  en: `The certificate of ${host} has expired; have it renewed, then the connection comes back by itself`,
});

/** By code of Node and of OpenSSL. */
const problems: Readonly<Record<string, Words>> = {
  ECONNREFUSED: (host) => ({
    zh: `${host} 拒绝连接；请检查端口，以及对方服务是否在运行`,
    en: `${host} refuses the connection; check the port, and whether the service runs`,
  }),
  ECONNRESET: (host) => ({
    zh: `${host} 中断了连接；请检查端口和加密方式是否相配`,
    en: `${host} broke the connection; check whether port and encryption belong together`,
  }),
  ETIMEDOUT: silent,
  EHOSTUNREACH: silent,
  ENETUNREACH: silent,
  CONNECT_TIMEOUT: silent,
  GREETING_TIMEOUT: (host) => ({
    zh: `${host} 接受了连接但没有应答；请检查端口和加密方式是否相配`,
    en: `${host} takes the connection and says nothing; check whether port and encryption belong together`,
  }),
  CERT_HAS_EXPIRED: expired,
  CERT_NOT_YET_VALID: (host) => ({
    zh: `${host} 的证书尚未生效；请检查两边服务器的时间`,
    en: `The certificate of ${host} is not valid yet; check the clocks of both servers`,
  }),
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  ERR_TLS_CERT_ALTNAME_INVALID: (host, said) => ({
    zh: `证书不是签发给 ${host} 的；请填写证书上的名称（${said}）`,
    en: `The certificate is not for ${host}; use the name that it is for (${said})`,
  }),
  EPROTO: notTls,
  ERR_SSL_WRONG_VERSION_NUMBER: notTls,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: notTls,
};

const longest = 200;

/** What a failed connection means and what to do about it, for whoever set it up; null for what is no such failure. */
export function connectionProblem(host: string, cause: unknown): BothLanguages | null {
  for (let error = cause, depth = 0; error instanceof Error && depth < 4; depth++) {
    const { code } = error as { readonly code?: unknown };
    const words = typeof code === "string" ? problems[code] : undefined;
    if (words !== undefined) return words(host, error.message.slice(0, longest));
    error = error.cause;
  }
  return null;
}
