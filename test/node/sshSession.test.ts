import { EventEmitter } from "node:events";
import type { Client } from "ssh2";
import { expect, it } from "vitest";
import { execute } from "../../components/node/ssh/sshSession";

const run = {
  endpoint: { host: "host" },
  command: "sh -s",
  script: "",
  limits: { seconds: 180, bytes: 10 },
};

/** A connection on which a command is begun in this way. */
function connection(exec: (done: (error: Error) => void) => void): Client {
  const methods = {
    exec: (_: string, done: (error: Error) => void) => exec(done),
    destroy: () => undefined,
  };
  return Object.assign(new EventEmitter(), methods) as unknown as Client;
}

const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

it.each([
  ["is lost", (client: Client) => client.emit("close"), () => undefined],
  ["takes no command", () => undefined, (done: (error: Error) => void) => done(new Error("no channel"))],
])("a connection that %s leaves no timer behind", async (_, happen, exec) => {
  const before = timers();
  const client = connection(exec);
  const reply = execute(client, run, Date.now());
  happen(client);
  await expect(reply).rejects.toThrow();
  expect(timers()).toBe(before);
});
