import { afterAll, beforeAll, expect, it } from "vitest";
import type { Operation } from "../../tools/machine/engineStack";
import { parts } from "../../tools/systems/parts";
import { SystemsCluster } from "./systemsCluster";
import { withParts } from "./withParts";

const { bookworm, trixie, mysql80, connector } = parts;
const { home, unit } = SystemsCluster;

withParts([bookworm, trixie, mysql80, connector], "a deployment on Debian 12 and 13 with MySQL 8.0", () => {
  let cluster: SystemsCluster;
  let refused: Operation;
  let unitsAfterRefusal: string[];
  let first: Operation;

  const onBoth = (command: string) => Promise.all(cluster.hosts.map((host) => host.run(command)));

  beforeAll(async () => {
    cluster = await SystemsCluster.start();
    refused = await cluster.up(({ database }) => {
      database.jdbcParameters = {};
    });
    unitsAfterRefusal = await onBoth(`systemctl is-active ${unit} || true`);
    first = await cluster.up();
  });
  afterAll(() => cluster?.end());

  it("does not begin with JDBC parameters that the driver cannot log in with", () => {
    expect(refused.errors.join("\n")).toContain(
      "caching_sha2_password, which the JDBC driver cannot do as it is told",
    );
    expect(unitsAfterRefusal).toEqual(["inactive\n", "inactive\n"]);
  });

  it("runs as a service of both nodes, one active and one passive", async () => {
    expect(first.failed, first.output).toBe(false);
    expect((await cluster.roles()).sort()).toEqual(["active", "passive"]);
    const states = await onBoth(`systemctl is-active ${unit}; systemctl is-enabled ${unit}`);
    expect(states).toEqual(["active\nenabled\n", "active\nenabled\n"]);
    const folders = await onBoth(`readlink -f /proc/$(systemctl show -P MainPID ${unit})/cwd`);
    expect(folders).toEqual([`${home}\n`, `${home}\n`]);
    expect(await Promise.all(cluster.hosts.map((host) => host.state()))).toEqual(["running", "running"]);
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
