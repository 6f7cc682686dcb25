import { createHash } from "node:crypto";
import { createServer, type Server } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

const waitMilliseconds = 30 * 60_000;
const pollMilliseconds = 200;

/**
 * Runs `work` while no other process of this machine runs under the same name. The lock is a socket in Linux's
 * abstract namespace: it goes with its process, however that ends, so that there is none to clean up.
 *
 * @param onWait called once where it has to wait; may throw instead
 */
export async function withLock<T>(name: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
  const socket = `\0pulumi-wso2-analytics-${createHash("sha256").update(name).digest("hex").slice(0, 32)}`;
  const deadline = Date.now() + waitMilliseconds;
  let lock = await listen(socket);
  if (lock === undefined) onWait();
  while (lock === undefined) {
    if (Date.now() > deadline) throw new Error(`another run still works on ${name}; wait for it or end it`);
    await delay(pollMilliseconds);
    lock = await listen(socket);
  }
  try {
    return await work();
  } finally {
    lock.close();
  }
}

function listen(socket: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(undefined) : reject(error),
    );
    server.listen(socket, () => resolve(server));
  });
}
