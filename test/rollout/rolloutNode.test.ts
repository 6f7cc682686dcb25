import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, expect, it } from "vitest";
import { limits, RolloutNode } from "../../components/rollout/rolloutNode";
import { type SshServer, startSshServer } from "../../tools/machine/sshServer";

const servers: SshServer[] = [];
afterAll(() => Promise.all(servers.map((server) => server.stop())));

/** A host with a state folder, where sshd has such a line. */
async function startHost(setting: string) {
  const folder = mkdtempSync(path.join(tmpdir(), "rollout-node-"));
  const home = path.join(folder, "product");
  mkdirSync(`${home}.deployment`);
  const server = await startSshServer({ folder, settings: [setting] });
  servers.push(server);
  const { host, port, user, privateKey, hostKey } = server;
  const access = {
    endpoint: { host, port, user, privateKey, hostKey },
    shell: "sh -s",
    home,
    secrets: [],
    nodeIdFiles: [],
  };
  return (deployer: string) =>
    new RolloutNode({
      name: "node1",
      access,
      deployer,
      run: {
        times: { start: 5, stop: 5, steady: 0 },
        overwrite: false,
        secrets: [],
        nodeIdFiles: [],
      },
      database: undefined,
      limits: limits(5, false),
    });
}

it("is looked at while it is held, also where sshd takes one session of a connection", async () => {
  const deployed = await startHost("MaxSessions 1");
  const [first, second] = [deployed("one"), deployed("two")];
  try {
    expect((await first.observe(false)).kind).toBe("facts");
    await first.reach();
    expect(await first.lease()).toEqual({ isNew: true });
    await first.reach();
    expect((await first.observe(false)).kind).toBe("facts");
    expect((await second.lease()).holder).toMatch(/^one, since /);
    first.release();
    expect(await second.lease()).toEqual({ isNew: true });
  } finally {
    first.close();
    second.close();
  }
});
