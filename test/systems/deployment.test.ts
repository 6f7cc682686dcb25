import { afterAll, beforeAll, expect, it } from "vitest";
import { parts } from "../../tools/systems/parts";
import { SystemsCluster } from "./systemsCluster";
import { withParts } from "./withParts";

const { bookworm, trixie, mysql80, connector } = parts;
const { home, unit } = SystemsCluster;

withParts([bookworm, trixie, mysql80, connector], "a deployment on Debian 12 and 13 with MySQL 8.0", () => {
  let cluster: SystemsCluster;
  beforeAll(async () => {
    cluster = await SystemsCluster.start();
  });
  afterAll(() => cluster?.end());

  it("runs as a service of both nodes, one active and one passive", async () => {
    const { failed, output } = await cluster.up();
    expect(failed, output).toBe(false);
    expect((await cluster.roles()).sort()).toEqual(["active", "passive"]);
    for (const host of cluster.hosts) {
      expect(await host.run(`systemctl is-active ${unit}; systemctl is-enabled ${unit}`)).toBe(
        "active\nenabled\n",
      );
      expect(await host.run(`readlink -f /proc/$(systemctl show -P MainPID ${unit})/cwd`)).toBe(`${home}\n`);
      expect(await host.state()).toBe("running");
    }
  });

  it("is not changed by the same update again", async () => {
    const { changes, output } = await cluster.up();
    expect(Object.keys(changes), output).toEqual(["same"]);
  });

  it("goes on with the other node while one reboots, which comes back as the passive one", async () => {
    const active = (await cluster.roles()).indexOf("active");
    await cluster.hosts[active === 0 ? 0 : 1].reboot();
    const expected = active === 0 ? ["passive", "active"] : ["active", "passive"];
    await expect.poll(() => cluster.roles(), { timeout: 60_000, interval: 500 }).toEqual(expected);
    const { changes, output } = await cluster.up();
    expect(Object.keys(changes), output).toEqual(["same"]);
  });
});
