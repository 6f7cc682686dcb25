import { createSocket } from "node:dgram";
import { connect, createServer } from "node:net";
import { createInterface } from "node:readline";

/** Where a packet is sent. */
export interface Probe {
  to: string;
  protocol: "tcp" | "udp";
  port: number;
}

/** What the test writes, a line each; the answer is a line too. */
export type Order = { listen: number[] } | { probe: Probe[] };

const limitMilliseconds = 5000;
const atOnce = 100;

/** Answers on every one of the ports. */
async function listen(ports: readonly number[]): Promise<void> {
  const started = ports.flatMap((port) => [listenTcp(port), listenUdp(port)]);
  await Promise.all(started);
}

function listenTcp(port: number): Promise<void> {
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.end();
  });
  return new Promise((resolve, reject) => server.on("error", reject).listen(port, "0.0.0.0", resolve));
}

function listenUdp(port: number): Promise<void> {
  const socket = createSocket("udp4", (message, { port: from, address }) =>
    socket.send(message, from, address),
  );
  return new Promise((resolve, reject) => socket.on("error", reject).bind(port, "0.0.0.0", resolve));
}

/** The places of those that are answered. */
async function probe(probes: readonly Probe[]): Promise<number[]> {
  const reached: number[] = [];
  let next = 0;
  const work = async () => {
    while (next < probes.length) {
      const place = next++;
      const one = probes[place];
      if (one !== undefined && (await (one.protocol === "tcp" ? tcp(one) : udp(one)))) reached.push(place);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return reached.sort((a, b) => a - b);
}

function tcp({ to, port }: Probe): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: to, port });
    const late = setTimeout(() => reject(new Error(`no answer of ${to} tcp ${port}`)), limitMilliseconds);
    const end = (isReached: boolean) => {
      clearTimeout(late);
      socket.destroy();
      resolve(isReached);
    };
    socket.on("connect", () => end(true)).on("error", () => end(false));
  });
}

function udp({ to, port }: Probe): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = createSocket("udp4");
    const late = setTimeout(() => reject(new Error(`no answer of ${to} udp ${port}`)), limitMilliseconds);
    let ended = false;
    const end = (isReached: boolean) => {
      if (ended) return;
      ended = true;
      clearTimeout(late);
      socket.close();
      resolve(isReached);
    };
    socket.on("message", () => end(true)).on("error", () => end(false));
    socket.connect(port, to, () => socket.send("?", (error) => error && end(false)));
  });
}

async function obey(order: Order): Promise<number[]> {
  if ("probe" in order) return probe(order.probe);
  await listen(order.listen);
  return [];
}

async function serve(): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const answer = await obey(JSON.parse(line) as Order).catch(({ message }: Error) => ({ failed: message }));
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
  process.exit(0);
}

void serve();
