import { afterAll, beforeAll, expect, it } from "vitest";
import { actionScript } from "../../components/node/protocol/nodeAction";
import { base64, shell } from "../../components/node/remoteScript";
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

  it("gives way to the product's own script, and is not started at boot any more", async () => {
    const home = await HostedHome.create(host, { path: "/opt/changing" });
    await home.call("start_product");
    const units = `systemctl is-active ${home.unit}; systemctl is-enabled ${home.unit}`;
    expect(await host.run(units)).toBe("active\nenabled\n");
    await home.call("manager=script\nstop_product\nstart_product");
    expect(await host.run(`${units} || true`)).toBe("inactive\ndisabled\n");
    expect(await host.run(`kill -0 $(tr -d '\\0' <${home.path}/wso2carbon.pid) && echo runs`)).toBe("runs\n");
    await home.call("manager=script\nstop_product");
  });

  it("of a home that the node had before is not started at boot any more", async () => {
    const [former, beside, home] = [
      await HostedHome.create(host, { path: "/opt/former" }),
      await HostedHome.create(host, { path: "/opt/beside", port: 7612 }),
      await HostedHome.create(host, { path: "/opt/next" }),
    ];
    await former.call("start_product");
    await beside.call("start_product");
    const refused = home.call("refuse_former_product");
    await expect(refused).rejects.toThrow("former.service runs /opt/former with the ports of this node");
    await former.call("stop_product");
    await home.call("refuse_former_product\nstart_product");
    const enabled = ["former", "beside", "next"].map((name) => `${name}.service`).join(" ");
    expect(await host.run(`systemctl is-enabled ${enabled} || true`)).toBe("disabled\nenabled\nenabled\n");
    await home.call("stop_product");
    await beside.call("stop_product");
  });

  it("of a home that the node had before 0.1.0 left enabled is not started at boot any more", async () => {
    const [former, home] = [
      await HostedHome.create(host, { path: "/opt/former" }),
      await HostedHome.create(host, { path: "/opt/next" }),
    ];
    await former.call("find_java\nwrite_unit");
    await home.call("start_product");
    await host.run(`systemctl enable --quiet ${former.unit}`);
    expect(await home.prepare()).toContain(`${former.unit} is not started at boot any more`);
    expect(await host.run(`systemctl is-enabled ${former.unit} || true`)).toBe("disabled\n");
    expect(await host.run(`systemctl is-active ${home.unit}`)).toBe("active\n");
    await home.call("stop_product");
  });

  it("and its timer are not started any more after the product was stopped for good", async () => {
    const home = await HostedHome.create(host, { path: "/opt/last" });
    await home.prepare(["prune", "yes", base64(shell("prunePersistence"))]);
    await home.call("start_product");
    const timers = () => host.run("systemctl list-unit-files 'last_*' --no-legend | wc -l");
    expect(await timers()).toBe("2\n");
    const action = { kind: "retire" } as const;
    const args = {
      home: home.path,
      action,
      overwrite: false,
      isGuarded: false,
      stopSeconds: 5,
      nodeIdFiles: [],
      secrets: [],
    };
    await home.runScript(actionScript(args));
    expect(await timers()).toBe("0\n");
    const state = `systemctl is-active ${home.unit}; systemctl is-enabled ${home.unit} || true`;
    expect(await host.run(state)).toBe("inactive\ndisabled\n");
    await home.call("start_product");
    expect(await host.run(state)).toBe("active\nenabled\n");
    await home.call("stop_product");
  });
});
