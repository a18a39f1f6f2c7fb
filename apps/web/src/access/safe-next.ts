/** A path of this site to go on to; undefined for anything that would lead elsewhere. */
export function safeNext(next: string | undefined): string | undefined {
  return next !== undefined && /^\/(?![/\\])/.test(next) ? next : undefined;
}
