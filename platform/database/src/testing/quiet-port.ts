import { createServer } from "node:net";

/** Below what systems give out by themselves (from 32,768 on Linux, from 49,152 elsewhere). */
const [lowest, highest] = [15_000, 32_000];

/**
 * A port of the loopback address for a server that a test stops and starts again: nobody who asks for any free port, and
 * no connection that goes out, is given it meanwhile.
 */
export async function quietPort(): Promise<number> {
  for (;;) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest));
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer().once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
