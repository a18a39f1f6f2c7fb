import { setFlagsFromString } from "node:v8";

/**
 * Has the engine make every object in young memory. Left alone it remembers which places made objects that outlived a
 * collection, and makes theirs in old memory from then on. Requests that wait together for one commit look like that, yet
 * are gone with it; once made old, each keeps its body, and all that was read from it, until the next full collection.
 * Concerns the whole process; call it before requests come.
 */
export function keepRequestsYoung(): void {
  setFlagsFromString("--no-allocation-site-pretenuring");
}
