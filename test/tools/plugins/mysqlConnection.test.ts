import { connect, createServer, type Server, type Socket } from "node:net";
import { describe, expect, test } from "vitest";
import {
  isLater,
  type MysqlConfiguration,
  withConnection,
} from "../../../tools/plugins/mysql/mysqlConnection";
import { useMysqlServer } from "./mysqlServer";

const mysql = useMysqlServer();

const who = (changes: Partial<MysqlConfiguration>, limit = 0) =>
  withConnection(
    { ...mysql().configuration, ...changes },
    async (session) => (await session.execute("SELECT CURRENT_USER() AS user"))[0]?.user,
    limit,
  );

describe("a login", () => {
  test("reaches the server over TCP and over its socket", async () => {
    expect(await who({})).toBe("root@127.0.0.1");
    await expect(who({ endpoint: mysql().server.socket })).rejects.toThrow(
      "Could not connect to server: Error 1045 (28000): Access denied for user 'root'@'localhost'",
    );
  });

  test("with a wrong password fails without showing it", async () => {
    const wrong = who({ password: "not-this-one" });
    await expect(wrong).rejects.toThrow(
      "Could not connect to server: Error 1045 (28000): Access denied for user 'root'@'127.0.0.1' (using password: YES)",
    );
    await expect(wrong).rejects.not.toThrow("not-this-one");
  });

  test("without a server says where it looked", async () => {
    await expect(who({ endpoint: "127.0.0.1:1" })).rejects.toThrow(
      "Could not connect to server: dial tcp 127.0.0.1:1: connect: connection refused",
    );
    await expect(who({ endpoint: "/nowhere/mysql.sock" })).rejects.toThrow(
      "dial unix /nowhere/mysql.sock: connect: no such file or directory",
    );
  });

  test("has an IPv6 address in brackets", async () => {
    await expect(who({ endpoint: "[::1]:1" })).rejects.toThrow(
      "dial tcp [::1]:1: connect: connection refused",
    );
    await expect(who({ endpoint: "::1:1" })).rejects.toThrow(
      "Could not connect to server: dial tcp: address ::1:1: too many colons in address",
    );
  });

  test("waits for a server that is still starting", async () => {
    const { port: target } = mysql().server;
    const relay = createServer((socket) => pipe(socket, connect(target, "127.0.0.1")));
    const port = await listen(relay);
    await close(relay);
    const waiting = who({ endpoint: `127.0.0.1:${port}` }, 30_000);
    relay.listen(port, "127.0.0.1");
    expect(await waiting).toBe("root@127.0.0.1");
    relay.close();
  });

  test("asks for TLS that the server does not have, and stays off it otherwise", async () => {
    await expect(who({ tls: "skip-verify" })).rejects.toThrow("Could not connect to server: ");
    expect(await who({ tls: "false" })).toBe("root@127.0.0.1");
  });
});

describe("a SOCKS proxy", () => {
  test("is gone through, by name and with a login", async () => {
    const asked: string[] = [];
    const proxy = await socksServer({ login: "me:it's", asked });
    const { port } = mysql().server;
    expect(
      await who({ endpoint: `db.internal:${port}`, proxy: `socks5h://me:it's@127.0.0.1:${proxy.port}` }),
    ).toBe("root@127.0.0.1");
    expect(asked).toEqual([`db.internal:${port}`]);
    await expect(who({ proxy: `socks5://me:wrong@127.0.0.1:${proxy.port}` })).rejects.toThrow(
      "username/password authentication failed",
    );
    proxy.server.close();
  });

  test("that is no SOCKS proxy is not believed", async () => {
    const other = createServer((socket) => socket.write(Buffer.alloc(20)));
    const port = await listen(other);
    await expect(who({ proxy: `socks5://127.0.0.1:${port}` })).rejects.toThrow(
      "unexpected protocol version 0",
    );
    other.close();
  });

  test("that refuses, or is not there, says so", async () => {
    const proxy = await socksServer({ reply: 5 });
    const address = `127.0.0.1:${proxy.port}`;
    await expect(who({ endpoint: "db:3306", proxy: `socks5://${address}` })).rejects.toThrow(
      `socks connect tcp ${address}->db:3306: unknown error connection refused`,
    );
    await close(proxy.server);
    await expect(who({ endpoint: "db:3306", proxy: `socks5://${address}` })).rejects.toThrow(
      `socks connect tcp ${address}->db:3306: dial tcp ${address}: connect: connection refused`,
    );
  });
});

test("versions compare part by part", () => {
  expect(isLater([5, 6, 24], [5, 7, 0])).toBe(false);
  expect(isLater([5, 7, 0], [5, 7, 0])).toBe(false);
  expect(isLater([5, 10, 0], [5, 7, 6])).toBe(true);
  expect(isLater([8, 0, 36], [8, 0, 0])).toBe(true);
});

interface SocksOptions {
  login?: string;
  reply?: number;
  asked?: string[];
}

/** A SOCKS5 server that connects to 127.0.0.1, whatever the name, or answers `reply`. */
async function socksServer(options: SocksOptions): Promise<{ server: Server; port: number }> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    let step: (data: Buffer) => void = () => {
      socket.write(Buffer.from([5, options.login === undefined ? 0 : 2]));
      step = options.login === undefined ? request : login;
    };
    const login = (data: Buffer) => {
      const name = data.subarray(2, 2 + (data[1] ?? 0)).toString();
      const password = data.subarray(3 + name.length).toString();
      socket.write(Buffer.from([1, `${name}:${password}` === options.login ? 0 : 1]));
      step = request;
    };
    const request = (data: Buffer) => {
      const port = data.readUInt16BE(data.length - 2);
      options.asked?.push(`${data.subarray(5, data.length - 2).toString()}:${port}`);
      // The bound address as a name, which is the longest form to skip.
      socket.write(Buffer.from([5, options.reply ?? 0, 0, 3, 2, 0x61, 0x62, 0, 1]));
      step = () => undefined;
      if (options.reply === undefined) pipe(socket, connect(port, "127.0.0.1"));
    };
    socket.on("data", (data: Buffer) => step(data));
  });
  return { server, port: await listen(server) };
}

function pipe(left: Socket, right: Socket): void {
  left.on("error", () => right.destroy());
  right.on("error", () => left.destroy());
  left.pipe(right).pipe(left);
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
