import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { descendants } from "../../tools/machine/processes";
import { type Change, RunningCluster, serverName } from "./runningCluster";

const unit = "wso2am-analytics-2.1.0.service";

/**
 * What the deployment asks of systemd, on hosts where it does not run: units of /etc/systemd/system are started with their
 * environment and user, and stopped with TERM.
 */
const systemctl = `#!/bin/sh
set -eu
units=/etc/systemd/system
verb=$1
shift
for word in "$@"; do name=$word; done
file=$units/\${name:-none}
value() { sed -n "s/^$1=//p" "$file"; }
case $verb in
  start)
    set --
    while read -r variable; do set -- "$@" "$variable"; done <<VARIABLES
$(value Environment | sed 's/^"\\(.*\\)"$/\\1/')
VARIABLES
    setsid env "$@" $(value ExecStart) </dev/null >/dev/null 2>&1 &
    echo $! >"$units/running"
    ;;
  stop)
    kill -TERM -- "-$(cat "$units/running")"
    while kill -0 -- "-$(cat "$units/running")" 2>/dev/null; do sleep 0.1; done
    rm "$units/running"
    ;;
  is-active) [ -f "$units/running" ] && kill -0 -- "-$(cat "$units/running")" 2>/dev/null ;;
  enable) : >"$units/enabled" ;;
  daemon-reload) : >>"$units/reloaded" ;;
esac
`;

// Mounts are for root.
describe.runIf(process.getuid?.() === 0)("on hosts that systemd runs", () => {
  const cluster = new RunningCluster();
  const folder = (name: string) => path.join(cluster.workplace.folder, name);
  const bySystemd: Change = (args) => {
    args.service = { ...args.service, manager: "systemd", heapMegabytes: 512, stopOnDestroy: true };
  };
  /** As their logs tell them: these hosts have process numbers of their own. */
  const roles = () =>
    ([0, 1] as const)
      .map((node) => [...cluster.log(node).matchAll(/Became CEP HA (\w+) Member/g)].at(-1)?.[1])
      .sort();
  const text = (node: string) => readFileSync(path.join(folder(`units-${node}`), unit), "utf8");

  beforeAll(async () => {
    const programs = folder("programs");
    mkdirSync(programs, { recursive: true });
    writeFileSync(path.join(programs, "systemctl"), systemctl);
    chmodSync(path.join(programs, "systemctl"), 0o755);
    await cluster.start((name) => {
      mkdirSync(folder(`units-${name}`));
      return {
        mount: { source: folder(`units-${name}`), at: "/etc/systemd/system" },
        settings: [`SetEnv PATH=${programs}:${process.env.PATH}`],
      };
    });
  });
  afterAll(() => cluster.end());

  it("the product runs as a service of each node that comes up at boot", async () => {
    const { failed, output } = await cluster.up(bySystemd);
    expect(failed, output).toBe(false);
    expect(roles()).toEqual(["Active", "Passive"]);
    for (const node of ["node1", "node2"]) {
      expect(existsSync(path.join(folder(`units-${node}`), "enabled"))).toBe(true);
      expect(text(node)).toContain('Environment="JAVA_OPTS=-Xms512m -Xmx512m"');
      expect(text(node)).toContain("SuccessExitStatus=143");
    }
    expect(text("node2")).toContain(`Environment=SPARK_LOCAL_IP=${cluster.addresses[1]}`);
    const product = descendants(1).find(({ command }) =>
      command.includes(`-Dcarbon.home=${cluster.home(0)}`),
    );
    expect(product?.command).toContain("-Xmx512m");
  });

  it("the unit is one that systemd accepts", () => {
    const file = path.join(folder("units-node1"), unit);
    const complaints = execFileSync("systemd-analyze", ["verify", "--man=no", file], { encoding: "utf8" });
    expect(complaints).toBe("");
  });

  it("is rolled, and stopped by a destroy that is to stop it", async () => {
    const rolled = await cluster.up((args) => {
      bySystemd(args);
      serverName("second")(args);
    });
    expect(rolled.failed, rolled.output).toBe(false);
    expect(roles()).toEqual(["Active", "Passive"]);
    const destroyed = await cluster.stack.destroy();
    expect(destroyed.failed, destroyed.output).toBe(false);
    for (const node of [0, 1] as const) expect(cluster.log(node)).toContain("Shutdown complete");
    expect(cluster.read(0, "repository/conf/carbon.xml")).toContain("<Name>second</Name>");
  });
});
