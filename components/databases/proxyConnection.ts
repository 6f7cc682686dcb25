import type { Socket } from "node:net";

/**
 * A connection through a SOCKS5 proxy, which resolves the server's name itself, as it does for the MySQL plugin.
 *
 * @param proxy `socks5://user:password@host:port`
 */
export async function connectThroughProxy(
  proxy: string,
  server: { host: string; port: number },
  milliseconds: number,
): Promise<Socket> {
  const { SocksClient } = await import("socks");
  const { hostname, port, username, password } = new URL(proxy);
  try {
    const { socket } = await SocksClient.createConnection({
      command: "connect",
      destination: server,
      timeout: milliseconds,
      proxy: {
        type: 5,
        host: hostname.replace(/^\[(.*)\]$/, "$1"),
        port: Number(port),
        ...(username === ""
          ? {}
          : { userId: decodeURIComponent(username), password: decodeURIComponent(password) }),
      },
    });
    return socket;
  } catch (error) {
    // The library's error holds the proxy's login.
    throw new Error((error as Error).message);
  }
}
