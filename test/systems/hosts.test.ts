import { afterAll, beforeAll, expect, it } from "vitest";
import { Debian } from "../../tools/systems/debianImage";
import { parts } from "../../tools/systems/parts";
import { Login, type SystemdHost } from "../../tools/systems/systemdHost";
import { TestBed } from "../../tools/systems/testBed";
import { withParts } from "./withParts";

for (const [debian, version] of [
  [Debian.Bookworm, 12],
  [Debian.Trixie, 13],
] as const) {
  withParts([parts[debian]], `a host of Debian ${version}`, () => {
    let bed: TestBed;
    let host: SystemdHost;
    beforeAll(async () => {
      bed = await TestBed.create();
      host = await bed.startHost("node1", debian);
    });
    afterAll(() => bed?.end());

    it("runs systemd as its first process", async () => {
      expect((await host.run("cat /proc/1/comm")).trim()).toBe("systemd");
      expect(await host.state()).toBe("running");
      expect(await host.run(". /etc/os-release; echo $VERSION_ID")).toBe(`${version}\n`);
      expect(await host.run("hostname")).toBe("node1\n");
    });

    it("lets root and an ordinary user with sudo in", async () => {
      expect(await host.run("id -un")).toBe("root\n");
      expect(await host.run("id -un; sudo id -un", { login: Login.Sudo })).toBe("deployer\nroot\n");
    });

    it("reboots: files, units and addresses stay, processes do not", async () => {
      await host.run(
        "systemctl is-active --quiet ssh; echo kept >/root/file; systemd-run --unit=gone sleep 1000",
      );
      await host.reboot();
      expect(await host.state()).toBe("running");
      expect(await host.run("cat /root/file; systemctl is-active gone || true")).toBe("kept\ninactive\n");
      expect(await host.run("id -un", { login: Login.Sudo })).toBe("deployer\n");
    });
  });
}
