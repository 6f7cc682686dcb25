import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { base64 } from "../../components/node/remoteScript";
import { commandInstead, Home, runShell } from "./nodeShell";
import { inMountNamespace, prepare, pruningScript, sha256, unpacked } from "./preparedNode";
import { shells } from "./stagedFiles";

const isRoot = process.getuid?.() === 0;
const odd = "Plan $(id) 'x' \u00e9\n*";

describe.each(shells)("the states of execution plans, in %s", (shell) => {
  function folderWith(files: string[]): string {
    const folder = mkdtempSync(path.join(tmpdir(), "cep_persistence-"));
    for (const file of files) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), "state");
    }
    return folder;
  }
  const prune = (folder: string) =>
    runShell("sh", `${shell} -s '${folder}' <<'PRUNING'\n${pruningScript()}PRUNING\n`);
  const files = (folder: string, ...inside: string[]) => readdirSync(path.join(folder, ...inside)).sort();

  it("are the two newest of each plan, by their timestamps", async () => {
    const stamps = ["999", "1493101044948", "1493101944948", "1493102844948"];
    const plans = ["-1234/Plan", "1/Plan", `-1234/${odd}`, "-1234/1_Plan", "-1234/-n"];
    const folder = folderWith(
      plans.flatMap((plan) => stamps.map((stamp) => `${plan}/${stamp}_${path.basename(plan)}`)),
    );
    expect(await prune(folder)).toEqual({ code: 0, output: "" });
    for (const plan of plans) {
      const name = path.basename(plan);
      expect(files(folder, plan)).toEqual([`1493101944948_${name}`, `1493102844948_${name}`]);
    }
  });

  it("are all that is ever deleted", async () => {
    const others = ["1_Other", "1_Plan.bak", "12a_Plan", "_Plan", "note", "3_Plan/4_Plan"].map(
      (name) => `-1234/Plan/${name}`,
    );
    const folder = folderWith([...others, "1_Plan", "-1234/1_Plan"]);
    for (const name of ["5_Plan", "6_Plan"]) writeFileSync(path.join(folder, "-1234/Plan", name), "state");
    await prune(folder);
    expect(files(folder, "-1234/Plan")).toEqual([
      "12a_Plan",
      "1_Other",
      "1_Plan.bak",
      "3_Plan",
      "5_Plan",
      "6_Plan",
      "_Plan",
      "note",
    ]);
    expect(files(folder)).toEqual(["-1234", "1_Plan"]);
    expect(files(folder, "-1234")).toEqual(["1_Plan", "Plan"]);
  });

  it("need not be there yet", async () => {
    expect(await prune("/nowhere/cep_persistence")).toEqual({ code: 0, output: "" });
  });
});

describe.skipIf(!isRoot).each(shells)("the timer, in %s", (shell) => {
  const request = (wanted: string) => [["prune", wanted, base64(pruningScript())] as const];

  const nameFor = (home: Home) => `product_${sha256(home.path).slice(0, 8)}_prune_persistence`;

  /** What the host has instead of its own /etc/systemd/system, /etc/cron.d and /run. */
  function host(home: Home, systemd: boolean, times = 1) {
    const folder = mkdtempSync(path.join(tmpdir(), "host-"));
    for (const name of ["system", "cron.d", "run"]) mkdirSync(path.join(folder, name));
    if (systemd) mkdirSync(path.join(folder, "run/systemd/system"), { recursive: true });
    const mounts = [
      `mount --bind ${folder}/run /run`,
      `mount -t tmpfs none /etc/systemd; mkdir /etc/systemd/system; mount --bind ${folder}/system /etc/systemd/system`,
      `mkdir -p /etc/cron.d; mount --bind ${folder}/cron.d /etc/cron.d`,
    ];
    const environment = commandInstead(
      "systemctl",
      `echo "$@" >>${folder}/systemctl; [ "$1" != is-active ]\n`,
    );
    const program = inMountNamespace(shell, mounts.join("\n"), "", times);
    const run = (wanted: string, of = home) => prepare(program, of, request(wanted), { environment });
    return { folder, run, units: () => readdirSync(path.join(folder, "system")).sort() };
  }

  it("is a unit of systemd that systemd accepts and that the home's owner runs", async () => {
    const home = new Home(unpacked);
    execFileSync("chown", ["-R", "nobody", home.path]);
    const { folder, run, units } = host(home, true, 2);
    expect((await run("auto")).code).toBe(0);
    const name = nameFor(home);
    expect(units()).toEqual([`${name}.service`, `${name}.timer`]);
    const verified = execFileSync(
      "systemd-analyze",
      ["verify", ...units().map((unit) => path.join(folder, "system", unit))],
      { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] },
    );
    expect(verified).toBe("");
    const service = readFileSync(path.join(folder, "system", `${name}.service`), "utf8");
    const [, command = ""] = /^ExecStart=\/bin\/sh -c '(.*)'$/m.exec(service) ?? [];
    home.write("cep_persistence/-1234/Plan/1_Plan", "state");
    for (const stamp of [2, 3]) home.write(`cep_persistence/-1234/Plan/${stamp}_Plan`, "state");
    execFileSync("chown", ["-R", "nobody", home.path]);
    expect(statSync(home.state).mode & 0o777).toBe(0o700);
    execFileSync("/bin/sh", ["-c", command]);
    expect(readdirSync(path.join(home.path, "cep_persistence/-1234/Plan"))).toEqual(["2_Plan", "3_Plan"]);
    expect(readFileSync(path.join(folder, "systemctl"), "utf8")).toContain(
      `enable --quiet --now ${name}.timer`,
    );
  });

  it("goes when it is no longer wanted", async () => {
    const home = new Home(unpacked);
    const { run, units, folder } = host(home, true);
    await run("yes");
    expect((await run("no")).code).toBe(0);
    expect(units()).toEqual([]);
    expect(readFileSync(path.join(folder, "systemctl"), "utf8")).toContain("disable --quiet --now product_");
    expect(readdirSync(home.state)).not.toContain("prunePersistence.sh");
  });

  it("is a table of cron on a host without systemd, and goes too", async () => {
    const home = new Home(unpacked);
    const { run, folder } = host(home, false);
    const tables = () => readdirSync(path.join(folder, "cron.d"));
    expect((await run("yes")).code).toBe(0);
    expect(tables()).toEqual([nameFor(home)]);
    expect(readFileSync(path.join(folder, "cron.d", nameFor(home)), "utf8")).toBe(
      `17 * * * * root < ${home.state}/prunePersistence.sh /bin/sh -s -- ${home.path}/cep_persistence\n`,
    );
    await run("no");
    expect(tables()).toEqual([]);
  });

  it.each([true, false])(
    "is each home's own where folders have one name, with systemd: %s",
    async (systemd) => {
      const [blue, green] = [new Home(unpacked), new Home(unpacked)];
      const { run, folder } = host(blue, systemd);
      const timers = () =>
        readdirSync(path.join(folder, systemd ? "system" : "cron.d"))
          .filter((name) => !name.endsWith(".service"))
          .map((name) => name.replace(".timer", ""))
          .sort();
      await run("yes", blue);
      await run("yes", green);
      expect(timers()).toEqual([nameFor(blue), nameFor(green)].sort());
      await run("no", green);
      expect(timers()).toEqual([nameFor(blue)]);
    },
  );

  it.each([true, false])("takes the place of one with an earlier name, with systemd: %s", async (systemd) => {
    const [home, other] = [new Home(unpacked), new Home(unpacked)];
    const { run, folder } = host(home, systemd);
    const kept = path.join(folder, systemd ? "system" : "cron.d");
    const [service, timer] = systemd ? [".service", ".timer"] : ["", ""];
    await run("yes");
    for (const ending of new Set([service, timer])) {
      renameSync(
        path.join(kept, nameFor(home) + ending),
        path.join(kept, `product_prune_persistence${ending}`),
      );
    }
    await run("yes", other);
    expect(readdirSync(kept)).toContain(`product_prune_persistence${timer}`);
    await run("yes");
    expect(readdirSync(kept).sort()).toEqual(
      [home, other]
        .flatMap((each) => [...new Set([service, timer])].map((ending) => nameFor(each) + ending))
        .sort(),
    );
  });
});

describe.skipIf(!isRoot).each(shells)("the timer of another user than root, in %s", (shell) => {
  const nobody = { uid: 65534, gid: 65534 };

  function owned(): Home {
    const home = new Home(unpacked);
    execFileSync("chown", ["-R", "65534:65534", path.dirname(home.path)]);
    return home;
  }

  it("is a line of the crontab, beside the user's own", async () => {
    const home = owned();
    const table = path.join(path.dirname(home.path), "crontab");
    const elsewhere = `17 * * * * /bin/sh /mnt${home.state}/prunePersistence.sh /mnt${home.path}/cep_persistence\n`;
    const own = `1 2 * * * /bin/own\n${elsewhere}`;
    writeFileSync(table, own, { mode: 0o666 });
    execFileSync("chown", ["65534", table]);
    const environment = commandInstead(
      "crontab",
      `if [ "$1" = -l ]; then cat ${table}; else cat >${table}.new; cat ${table}.new >${table}; fi\n`,
    );
    const run = (wanted: string) =>
      prepare(shell, home, [["prune", wanted, base64(pruningScript())]], { environment, user: nobody });
    expect((await run("yes")).code).toBe(0);
    expect((await run("yes")).code).toBe(0);
    expect(readFileSync(table, "utf8")).toBe(
      `${own}17 * * * * /bin/sh ${home.state}/prunePersistence.sh ${home.path}/cep_persistence\n`,
    );
    await run("no");
    expect(readFileSync(table, "utf8")).toBe(own);
  });

  it("is refused where nothing can run it, and left out where it need not be", async () => {
    const home = owned();
    const run = (wanted: string) =>
      prepare(shell, home, [["prune", wanted, base64(pruningScript())]], { user: nobody });
    const wanted = await run("yes");
    expect(wanted.code).toBe(1);
    expect(wanted.output).toContain("neither systemd, as root, nor cron");
    const auto = await run("auto");
    expect(auto.code).toBe(0);
    expect(auto.output).toContain("no timer: neither systemd, as root, nor cron");
  });
});
