export interface SnippetOptions {
  /** Address of the server, as `https://crm.example.com`. */
  readonly host: string;
  readonly writeKey: string;
  /** Nothing is kept or sent before the page calls `causeway.consent(true)`. */
  readonly needsConsent?: boolean;
}

/** What a site puts into its pages. Calls made before the script is there wait for it. */
export function snippet({ host, writeKey, needsConsent = false }: SnippetOptions): string {
  const source = `${host.replace(/\/$/, "")}/causeway.js`;
  const consent = needsConsent ? ' data-consent="required"' : "";
  return `<script>
  window.causeway = window.causeway || { q: [] };
  for (const call of ["page", "track", "identify", "group", "alias", "reset", "ready", "consent"])
    causeway[call] ??= (...parameters) => causeway.q.push([call, ...parameters]);
</script>
<script async src="${attribute(source)}" data-write-key="${attribute(writeKey)}"${consent}></script>`;
}

function attribute(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
