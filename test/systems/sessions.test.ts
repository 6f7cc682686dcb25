import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Debian } from "../../tools/systems/debianImage";
import { parts } from "../../tools/systems/parts";
import { Login, type SystemdHost } from "../../tools/systems/systemdHost";
import { TestBed } from "../../tools/systems/testBed";
import { HostedHome } from "./hostedHome";
import { withParts } from "./withParts";

const settings = "/etc/systemd/logind.conf.d/kill.conf";

for (const debian of [Debian.Bookworm, Debian.Trixie]) {
  withParts([parts[debian]], `a host of Debian ${debian} that ends what a session leaves behind`, () => {
    let bed: TestBed;
    let host: SystemdHost;
    /** Returns once the user is logged out and what was to be ended has ended. */
    const loggedOut = async () => {
      while ((await host.run("pgrep -u deployer sshd || true")) !== "") await delay(100);
      await delay(1000);
    };

    beforeAll(async () => {
      bed = await TestBed.create();
      host = await bed.startHost("node1", debian);
      await host.run(`mkdir -p /etc/systemd/logind.conf.d
        printf '[Login]\\nKillUserProcesses=yes\\n' >${settings}
        systemctl restart systemd-logind`);
    });
    afterAll(() => bed?.end());

    it("lets a job that runs as root go on", async () => {
      const home = await HostedHome.create(host, { path: "/opt/one", login: Login.Sudo, sudo: true });
      // The session ends before its job.
      await home.call("follow_job() { :; }\nslow() { sleep 3; }\nrun_job slow");
      await loggedOut();
      await delay(2500);
      expect(await host.run(`cat ${home.state}/outcome`)).toBe("finished\n");
    });

    it("lets the product go on that a job as root started with its own script", async () => {
      const options = { path: "/opt/two", login: Login.Sudo, sudo: true, manager: "script" };
      const home = await HostedHome.create(host, options);
      await home.call("run_job start_product");
      await loggedOut();
      expect(await home.call("product_is_running && echo runs")).toBe("runs\n");
      await home.call("stop_product");
    });

    it("is found where a user without sudo would start the product in a session", async () => {
      const home = await HostedHome.create(host, { path: "/opt/three", login: Login.Sudo });
      await expect(home.prepare()).rejects.toThrow("KillUserProcesses");
      await host.run(`echo 'KillExcludeUsers=root deployer' >>${settings}; systemctl restart systemd-logind`);
      expect(await home.prepare()).toContain("prepared");
      await home.call("run_job start_product");
      await loggedOut();
      expect(await home.call("product_is_running && echo runs")).toBe("runs\n");
      await home.call("stop_product");
    });
  });
}
