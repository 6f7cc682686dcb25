import { afterAll, beforeAll, expect, it } from "vitest";
import { Debian } from "../../tools/systems/debianImage";
import { parts } from "../../tools/systems/parts";
import type { SystemdHost } from "../../tools/systems/systemdHost";
import { TestBed } from "../../tools/systems/testBed";
import { HostedHome } from "./hostedHome";
import { withParts } from "./withParts";

/** Comes while the host has been up for some time, as a disk that is slow to appear. */
const lateDisk = `[Unit]
DefaultDependencies=no
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/sleep 8
`;
const mountPoint = "/mnt/disk";
const disk = "/srv/disk";

for (const debian of [Debian.Bookworm, Debian.Trixie]) {
  withParts([parts[debian]], `a disk that appears late on Debian ${debian}`, () => {
    let bed: TestBed;
    let host: SystemdHost;
    let home: HostedHome;
    const starts = async () => {
      const folders = ["data", "persistence"].map((folder) => `${disk}/${folder}/starts`);
      return (await host.run(`cat ${folders.join(" ")} | wc -l`)).trim();
    };

    beforeAll(async () => {
      bed = await TestBed.create();
      host = await bed.startHost("node1", debian);
      home = await HostedHome.create(host);
      await host.run("cat >/etc/systemd/system/late-disk.service", { input: lateDisk });
      await host.run(`mkdir -p ${disk} ${mountPoint}
        echo '${disk} ${mountPoint} none bind,nofail,x-systemd.requires=late-disk.service 0 0' >>/etc/fstab
        systemctl daemon-reload
        systemctl start mnt-disk.mount`);
    });
    afterAll(() => bed?.end());

    it("is waited for by the product that has folders there", async () => {
      await home.prepare(
        ["directory", "symlink", "repository/data", `${mountPoint}/data`],
        ["directory", "bind", "cep_persistence", `${mountPoint}/persistence`],
      );
      await home.call("start_product");
      expect(await starts()).toBe("2");
      await host.reboot();
      expect(await host.run(`systemctl is-active ${home.unit}`)).toBe("active\n");
      expect(await starts()).toBe("4");
    });
  });
}
