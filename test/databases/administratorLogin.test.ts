import { type AddressInfo, createServer, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type AdministratorLogin, loginFailure } from "../../components/databases/administratorLogin";

/** A server of one test, which answers each connection in its way. */
let closeServer = () => {};
let connections = 0;
beforeEach(() => {
  connections = 0;
  vi.stubEnv("ALL_PROXY", "");
  vi.stubEnv("all_proxy", "");
});
afterEach(() => {
  closeServer();
  vi.unstubAllEnvs();
});

async function listen(answer: (socket: Socket) => void): Promise<number> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    connections++;
    open.add(socket);
    socket.on("error", () => undefined);
    answer(socket);
  });
  closeServer = () => {
    server.close();
    for (const socket of open) socket.destroy();
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

function login(port: number, changes: Partial<AdministratorLogin> = {}): AdministratorLogin {
  const secrets = { username: "root", password: "the-password" };
  return { host: "127.0.0.1", port, ...secrets, tls: "false", proxy: undefined, ...changes };
}

/** What a server sends in place of its greeting, as MySQL's protocol has it. */
function refusal(errno: number, text: string): Buffer {
  return packet(0, Buffer.concat([Buffer.from([0xff, errno & 0xff, errno >> 8]), Buffer.from(text)]));
}

/** Of a server of 8.0 that knows nothing but plugins of authentication and the protocol of 4.1. */
function greeting(): Buffer {
  const scramble = Buffer.alloc(20, "s");
  const capabilities = 0x00080200 | 0x8000;
  const body = Buffer.concat([
    Buffer.from([10]),
    Buffer.from("8.0.15\0"),
    Buffer.from([1, 0, 0, 0]),
    scramble.subarray(0, 8),
    Buffer.from([0, capabilities & 0xff, (capabilities >> 8) & 0xff, 8, 2, 0, capabilities >> 16, 0, 21]),
    Buffer.alloc(10),
    scramble.subarray(8),
    Buffer.from("\0mysql_native_password\0"),
  ]);
  return packet(0, body);
}

function packet(sequence: number, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from([body.length, 0, 0, sequence]), body]);
}

describe("the administrator's login", () => {
  it("is not tried again where MySQL has refused it", async () => {
    const port = await listen((socket) => socket.end(refusal(1130, "Host 'x' is not allowed to connect")));
    expect(await loginFailure(login(port), 10)).toBe(
      `database.administrator: MySQL at 127.0.0.1:${port} refuses the login (Host 'x' is not allowed to connect); ` +
        "correct the username and password, or let this user in from the machine that runs Pulumi. Nothing was changed in MySQL (WA402)",
    );
    expect(connections).toBe(1);
  });

  it("is not sent in the clear, and not tried again, where a server asks for that", async () => {
    let sent = "";
    const port = await listen((socket) => {
      socket.write(greeting());
      socket.on("data", (data) => {
        sent += data.toString("latin1");
        socket.write(packet(2, Buffer.from("\xfemysql_clear_password\0", "latin1")));
      });
    });
    expect(await loginFailure(login(port), 10)).toContain("refuses the login (it asks for a kind of login");
    expect(sent).toContain("root");
    expect(sent).not.toContain("the-password");
    expect(connections).toBe(1);
  });

  it("is tried again where MySQL is out of connections", async () => {
    const port = await listen((socket) => socket.end(refusal(1040, "Too many connections")));
    expect(await loginFailure(login(port), 1.2)).toContain("(Too many connections)");
    expect(connections).toBeGreaterThan(1);
  });

  it.each<[string, (socket: Socket) => void]>([
    ["says nothing", () => undefined],
    ["is not MySQL", (socket) => socket.write("SSH-2.0-OpenSSH_9.2\r\n")],
    ["hangs up", (socket) => socket.destroy()],
  ])("ends in time at a server that %s", async (_, answer) => {
    const port = await listen(answer);
    expect(await loginFailure(login(port), 1)).toMatch(
      /^database\.administrator: MySQL at 127\.0\.0\.1:\d+ cannot be reached from here: no login within 1 s \(.+\); correct host, port and proxy/,
    );
  });

  it("ends in time at a port that nobody listens on", async () => {
    const port = await listen(() => undefined);
    closeServer();
    expect(await loginFailure(login(port), 1)).toMatch(
      /no login within 1 s \(connect ECONNREFUSED.*\(WA403\)$/,
    );
  });

  it("ends in time at a proxy that says nothing, and does not tell the proxy's login", async () => {
    const port = await listen(() => undefined);
    const failure = await loginFailure(
      login(3306, { proxy: `socks5h://me:proxy-password@127.0.0.1:${port}` }),
      1,
    );
    expect(failure).toContain(
      `MySQL at 127.0.0.1:3306 through the proxy 127.0.0.1:${port} cannot be reached`,
    );
    expect(failure).not.toContain("proxy-password");
  });

  it.each([
    ["a proxy of the environment is in the way", {}, "socks5://127.0.0.1:9"],
    ["a certificate's address cannot be compared", { tls: "true" }, ""],
  ])("is left to the plugin where %s", async (_, changes, proxy) => {
    vi.stubEnv("ALL_PROXY", proxy);
    const port = await listen((socket) => socket.end(refusal(1045, "Access denied")));
    expect(await loginFailure(login(port, changes), 1)).toBeUndefined();
    expect(connections).toBe(0);
  });
});
