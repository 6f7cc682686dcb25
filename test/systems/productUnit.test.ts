import { afterAll, beforeAll, expect, it } from "vitest";
import { Debian } from "../../tools/systems/debianImage";
import { parts } from "../../tools/systems/parts";
import type { SystemdHost } from "../../tools/systems/systemdHost";
import { TestBed } from "../../tools/systems/testBed";
import { HostedHome } from "./hostedHome";
import { withParts } from "./withParts";

withParts([parts.trixie], "the unit of the product", () => {
  let bed: TestBed;
  let host: SystemdHost;
  const property = (unit: string, name: string) => host.run(`systemctl show --value -p ${name} ${unit}`);

  beforeAll(async () => {
    bed = await TestBed.create();
    host = await bed.startHost("node1", Debian.Trixie);
  });
  afterAll(() => bed?.end());

  it("is renewed by a preparation where 0.1.0 made it, and the product goes on", async () => {
    const home = await HostedHome.create(host, { path: "/opt/renewed" });
    const lines = ["directory", "symlink", "repository/logs", "/srv/logs"] as const;
    await home.prepare(lines);
    await home.call("start_product");
    const file = `/etc/systemd/system/${home.unit}`;
    await host.run(`rm -rf ${file}.d; chmod 0600 ${file}; systemctl daemon-reload`);
    const before = await property(home.unit, "MainPID");
    await home.prepare(lines);
    expect(await property(home.unit, "RequiresMountsFor")).toContain("/srv/logs");
    expect(await host.run(`stat -c %a ${file} ${file}.d/mounts.conf`)).toBe("644\n644\n");
    expect(await property(home.unit, "MainPID")).toBe(before);
    expect(await property(home.unit, "NeedDaemonReload")).toBe("no\n");
    await home.call("stop_product");
  });
});
