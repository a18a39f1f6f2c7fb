/** A file on its way to the server. */
export interface FileSending {
  readonly file: Blob;
  readonly headers: Readonly<Record<string, string>>;
  /** Told how much of it has left, from 0 to 1. */
  readonly onSent: (share: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** What `fetch` does, but tells how far a large file is. Rejects where the server cannot be reached. */
export function sendFile(
  path: string,
  { file, headers, onSent, signal }: FileSending,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => onSent(total > 0 ? loaded / total : 0);
    request.onload = () => {
      const type = request.getResponseHeader("content-type") ?? "application/json";
      const { status, responseText } = request;
      resolve(new Response(responseText, { status, headers: { "content-type": type } }));
    };
    request.onerror = () => reject(new TypeError(`${path} cannot be reached`));
    request.onabort = () => reject(new DOMException("given up", "AbortError"));
    signal?.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}
