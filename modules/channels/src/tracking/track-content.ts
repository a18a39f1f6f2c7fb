import { mostLinks } from "./mail-token.ts";

export interface MailContent {
  readonly text: string;
  readonly html?: string | undefined;
}

export interface TrackedContent extends MailContent {
  /** Where the links lead, by their number. */
  readonly links: readonly string[];
}

export interface TrackWays {
  /** Our address for a link; null where clicks are not counted. */
  readonly link: ((number: number) => string) | null;
  /** Address of the picture; null where opens are not counted. */
  readonly pixel: string | null;
}

const addresses = /https?:\/\/[^\s<>"'，。；、）)\]]+[^\s<>"'，。；、）)\].,;:!?]/g;
const anchors = /(<a\b[^>]*?\bhref\s*=\s*)(["'])(https?:\/\/[^"']+)\2/gi;

/**
 * A mail whose links lead through us. A mail of text alone gets an HTML part that looks like it, as there is no other place
 * for a picture and for links whose address differs from what is read.
 */
export function trackContent({ text, html }: MailContent, ways: TrackWays): TrackedContent {
  if (ways.link === null && ways.pixel === null)
    return { text, ...(html !== undefined && { html }), links: [] };
  const links: string[] = [];
  const lead = (address: string): string => {
    if (ways.link === null) return address;
    const known = links.indexOf(address);
    if (known === -1 && links.length >= mostLinks) return address;
    const number = known === -1 ? links.push(address) - 1 : known;
    return ways.link(number);
  };
  const written =
    html === undefined
      ? htmlOf(text, lead)
      : html.replace(
          anchors,
          (_all, start: string, quote: string, address: string) =>
            `${start}${quote}${escaped(lead(unescaped(address)))}${quote}`,
        );
  const ledText = text.replace(addresses, lead);
  const picture =
    ways.pixel === null ? "" : `<img src="${escaped(ways.pixel)}" width="1" height="1" alt="">`;
  const place = written.search(/<\/body>/i);
  const withPicture =
    place === -1 ? written + picture : written.slice(0, place) + picture + written.slice(place);
  return { text: ledText, html: withPicture, links };
}

function htmlOf(text: string, lead: (address: string) => string): string {
  let html = "";
  let end = 0;
  for (const found of text.matchAll(addresses)) {
    html += escaped(text.slice(end, found.index));
    html += `<a href="${escaped(lead(found[0]))}">${escaped(found[0])}</a>`;
    end = found.index + found[0].length;
  }
  html += escaped(text.slice(end));
  return `<!doctype html><html><body>${html.replace(/\r?\n/g, "<br>\n")}</body></html>`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

function unescaped(text: string): string {
  return text
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
