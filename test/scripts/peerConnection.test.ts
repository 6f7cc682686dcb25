import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { shell as part } from "../../components/node/remoteScript";
import { runShell } from "./nodeShell";
import { shells } from "./stagedFiles";

const [own, peer, third] = ["127.0.68.1", "127.0.68.2", "127.0.68.3"];
const hazelcast = 41_968;
const open: (Server | Socket)[] = [];

afterEach(() => {
  for (const each of open.splice(0)) "destroy" in each ? each.destroy() : each.close();
});

async function connection(from: string, to: string, port: number): Promise<void> {
  const server = createServer((socket) => open.push(socket)).listen(port, to);
  open.push(server);
  await once(server, "listening");
  const client = connect({ host: to, port, localAddress: from });
  open.push(client);
  await once(client, "connect");
}

describe.each(shells)("a node without its log, in %s,", (shell) => {
  async function seesPeer(): Promise<boolean> {
    const given = `address=${own} peer_address=${peer} ports='console:9444 hazelcast:${hazelcast}'`;
    return (await runShell(shell, `${part("ports")}${given}\npeer_is_connected\n`)).code === 0;
  }

  it("sees no peer that only listens", async () => {
    const server = createServer().listen(hazelcast, peer);
    open.push(server);
    await once(server, "listening");
    expect(await seesPeer()).toBe(false);
  });

  it.each([
    ["to the peer", own, peer],
    ["from the peer", peer, own],
    ["from the peer, at another of its addresses", third, own],
  ])("sees a connection of Hazelcast %s", async (_, from, to) => {
    await connection(from, to, hazelcast);
    expect(await seesPeer()).toBe(true);
  });

  it.each([
    ["of itself", own, own, hazelcast],
    ["on another port", own, peer, hazelcast + 1],
    ["of others", third, third, hazelcast],
  ])("takes no connection %s for one with its peer", async (_, from, to, port) => {
    await connection(from, to, port);
    expect(await seesPeer()).toBe(false);
  });
});
