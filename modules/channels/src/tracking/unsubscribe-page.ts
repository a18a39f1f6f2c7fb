import type { Locale } from "@causeway/platform-contract";
import type { RawReply } from "@causeway/platform-http";

const texts = {
  zh: {
    title: "退订邮件",
    ask: (recipient: string) => `不再向 ${recipient} 发送这类邮件？`,
    button: "退订",
    done: "已退订，不会再收到这类邮件。",
  },
  en: {
    title: "Unsubscribe",
    ask: (recipient: string) => `Send no more mail of this kind to ${recipient}?`,
    button: "Unsubscribe",
    done: "Done. No more mail of this kind will come.",
  },
} as const;

/** Asks first: programs that follow links must not opt anybody out. */
export function unsubscribePage(locale: Locale, recipient: string): RawReply {
  const { ask, button } = texts[locale];
  return page(
    locale,
    `<p>${maskedAddress(ask(recipient))}</p><form method="post"><button>${button}</button></form>`,
  );
}

export function goneByPage(locale: Locale): RawReply {
  return page(locale, `<p>${texts[locale].done}</p>`);
}

function maskedAddress(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const style =
  "body{font:16px/1.6 system-ui,sans-serif;margin:0;min-height:100vh;display:grid;place-items:center;background:Canvas;color:CanvasText;color-scheme:light dark}" +
  "main{max-width:26rem;padding:2rem}h1{font-size:1.125rem;margin:0 0 .5rem}p{margin:0 0 1.25rem;overflow-wrap:anywhere}" +
  "button{font:inherit;padding:.5rem 1.25rem;border:1px solid;border-radius:6px;background:none;color:inherit;cursor:pointer}";

function page(locale: Locale, content: string): RawReply {
  const { title } = texts[locale];
  return {
    headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" },
    body:
      `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><title>${title}</title>` +
      `<meta name="viewport" content="width=device-width"><style>${style}</style></head>` +
      `<body><main><h1>${title}</h1>${content}</main></body></html>`,
  };
}
