import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { shell as part } from "../../components/node/remoteScript";
import { commandInstead, Home, runShell } from "./nodeShell";
import { inMountNamespace } from "./preparedNode";
import { shells } from "./stagedFiles";

/** A host where systemd says of every unit that it runs. */
class SystemdHost {
  readonly folder = mkdtempSync(path.join(tmpdir(), "host-"));

  constructor() {
    mkdirSync(path.join(this.folder, "system"));
  }

  /** Runs functions of service.sh for a home. */
  run(shell: string, home: string, script: string, state = "active", manager = "systemd") {
    mkdirSync(`${home}.deployment/sets/wanted`, { recursive: true });
    writeFileSync(`${home}.deployment/sets/wanted/service`, `manager ${manager}\n`);
    const mount = `mount -t tmpfs none /etc/systemd; mkdir /etc/systemd/system; mount --bind ${this.folder}/system /etc/systemd/system`;
    const environment = commandInstead(
      "systemctl",
      `echo "$@" >>${this.folder}/systemctl\n[ "$1" != is-active ] || { echo ${state}; [ ${state} = active ]; }\n`,
    );
    const of = `home=${home} state=${home}.deployment stop_timeout=1 java_home=/java java_options=''\nuse_home_owner\nread_service wanted\n`;
    const text = `${part("common")}${part("owner")}${part("service")}${part("formerHomes")}${of}${script}\n`;
    return runShell(inMountNamespace(shell, mount), text, { environment });
  }

  get units(): string[] {
    return readdirSync(path.join(this.folder, "system"));
  }

  get asked(): string {
    return readFileSync(path.join(this.folder, "systemctl"), "utf8");
  }
}

// Mounts are for root.
describe.runIf(process.getuid?.() === 0).each(shells)("the unit of systemd, in %s,", (shell) => {
  it("has a name that systemd takes as it is", async () => {
    const host = new SystemdHost();
    const home = path.join(mkdtempSync(path.join(tmpdir(), "home-")), "wso2am+analytics-2.1.0");
    mkdirSync(home);
    expect((await host.run(shell, home, "write_unit")).code).toBe(0);
    const [unit = ""] = host.units;
    expect(execFileSync("systemd-escape", ["--mangle", unit], { encoding: "utf8" }).trim()).toBe(unit);
  });

  it("is stopped also while systemd waits to start it again", async () => {
    const host = new SystemdHost();
    const home = new Home({});
    await host.run(shell, home.path, "write_unit");
    const script = "product_is_running || echo stands still\nstop_product";
    expect((await host.run(shell, home.path, script, "activating")).output).toContain("stands still\n");
    expect(host.asked).toContain("stop product.service\n");
    const before = host.asked.split("stop ").length;
    await host.run(shell, home.path, "stop_product", "inactive");
    expect(host.asked.split("stop ")).toHaveLength(before);
  });

  it("is stopped, and disabled before another manager starts the product", async () => {
    const host = new SystemdHost();
    const home = new Home({});
    await host.run(shell, home.path, "write_unit");
    const stop = await host.run(shell, home.path, "product_is_running && stop_product", "active", "script");
    expect(stop.code).toBe(0);
    expect(host.asked).toContain("stop product.service\n");
    home.write("bin/wso2server.sh", `echo "$1" >${home.path}/called`);
    const start = "find_java() { :; }\nstart_product";
    expect((await host.run(shell, home.path, start, "active", "script")).code).toBe(0);
    expect(host.asked).toContain("disable --quiet product.service\n");
    expect(home.read("called")).toBe("start\n");
  });

  it.each([
    ["elsewhere", () => new Home({})],
    ["below this one", (home: Home) => new Home({}, home.path)],
  ])("is another home's where that has a folder of the same name %s", async (_, another) => {
    const host = new SystemdHost();
    const home = new Home({});
    expect((await host.run(shell, another(home).path, "write_unit")).code).toBe(0);
    const before = host.asked;
    const { output } = await host.run(
      shell,
      home.path,
      "product_is_running || echo stands still\nstop_product",
    );
    expect(output).toBe("stands still\n");
    expect(host.asked).toBe(before);
    const refused = await host.run(shell, home.path, "refuse_other_unit");
    expect(refused.code).toBe(1);
    expect(refused.output).toContain("/etc/systemd/system/product.service is another product's");
  });
});

describe.each(shells)("a stop of the product, in %s,", (shell) => {
  it("fails where the process does not end, even killed", async () => {
    const home = new Home({});
    mkdirSync(`${home.state}/sets/wanted`, { recursive: true });
    writeFileSync(`${home.state}/sets/wanted/service`, `manager script\njava ${home.path}\n`);
    home.write("bin/java", "", 0o755);
    // Waiting takes no time, and the process ignores whatever it is sent.
    const host =
      "sleep() { :; }\nas_owner() { :; }\nis_alive() { :; }\nprocess_runs() { :; }\nrecorded_pid() { echo 77; }\n";
    const of = `home=${home.path} state=${home.state} stop_timeout=1\n${host}use_home_owner\nread_service wanted\n`;
    const text = `${part("common")}${part("owner")}${part("service")}${of}stop_product\n`;
    const { code, output } = await runShell(shell, text);
    expect(code).toBe(1);
    expect(output).toContain("is killed\n");
    expect(output).toContain("process 77 does not end, even killed");
  });
});
