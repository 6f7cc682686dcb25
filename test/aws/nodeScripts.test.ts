import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { firstBoot as firstBootData } from "../../components/aws/firstBoot";
import { readyScript } from "../../components/aws/readyScript";
import { temporaryFolder } from "./awsDescription";

/** The script in the user data. */
const firstBoot = (
  JSON.parse(
    firstBootData(
      { privateKey: "", publicKey: "" },
      { volumeId: "vol-0a1b2c3d", mountPoint: "/opt/wso2" },
    ).replace("#cloud-config\n", ""),
  ) as { write_files: [{ content: string }] }
).write_files[0].content;

let machine: string;
const at = (file: string) => path.join(machine, file);
const calls = () => (existsSync(at("calls")) ? readFileSync(at("calls"), "utf8").trim().split("\n") : []);

/** A program of a VM that tells of its calls; the script's own paths are moved into the folder. */
function program(name: string, text = ""): void {
  const file = at(`bin/${name}`);
  writeFileSync(file, `#!/bin/sh\nprintf '%s\\n' "${name} $*" >>${at("calls")}\n${text}\n`);
  chmodSync(file, 0o755);
}

function run(script: string, args: readonly string[] = []) {
  const { status, stdout, stderr } = spawnSync("sh", ["-s", "--", ...args], {
    input: script,
    encoding: "utf8",
    env: { PATH: `${at("bin")}:/usr/bin:/bin` },
  });
  return { status, output: stdout + stderr };
}

beforeEach(() => {
  machine = temporaryFolder();
  for (const folder of ["bin", "etc", "dev", "mnt"]) mkdirSync(at(folder));
  writeFileSync(at("etc/fstab"), "UUID=root / xfs defaults 0 0\n");
  for (const name of ["mkfs.xfs", "umount", "cp", "sleep", "mysql"]) program(name);
  program("mount");
  program("mountpoint", "exit 1");
  program("java", `echo 'openjdk version "1.8.0_492"' >&2`);
});

describe("the first boot of a VM", () => {
  const boot = (mountPoint = at("mnt/wso2")) =>
    run(
      firstBoot
        .replaceAll("/dev/disk/by-id", at("dev"))
        .replaceAll("/etc/fstab", at("etc/fstab"))
        .replaceAll("/etc/os-release", at("etc/os-release"))
        // A test has no block devices.
        .replace('-b "$device"', '-f "$device"'),
      ["vol-0a1b2c3d", mountPoint, "-"],
    );
  const device = () => at("dev/nvme-Amazon_Elastic_Block_Store_vol0a1b2c3d");

  it("formats a blank volume, puts the image's home onto it and mounts it by its UUID", () => {
    writeFileSync(device(), "");
    program("blkid", `case $* in *UUID*) echo 1234-abcd ;; *) exit 2 ;; esac`);
    expect(boot()).toEqual({ status: 0, output: "" });
    expect(calls()).toContain(`mkfs.xfs -q ${device()}`);
    expect(calls().find((call) => call.startsWith("cp "))).toMatch(/^cp -a \S+\/mnt\/wso2\/\. /);
    expect(readFileSync(at("etc/fstab"), "utf8")).toMatch(
      /\nUUID=1234-abcd \S+\/mnt\/wso2 auto defaults,nofail,/,
    );
    expect(calls()).toContain(`mount ${at("mnt/wso2")}`);
  });

  it("never formats a volume that has something on it", () => {
    writeFileSync(device(), "");
    program("blkid", `case $* in *UUID*) echo 1234-abcd ;; esac`);
    expect(boot().status).toBe(0);
    expect(calls().filter((call) => /^(mkfs|cp)/.test(call))).toEqual([]);
    expect(calls()).toContain(`mount ${at("mnt/wso2")}`);
  });

  // What blkid really says of a volume as it is bought, and of the same one on the next VM.
  it.runIf(["/usr/sbin/blkid", "/usr/sbin/mkfs.ext4"].every((file) => existsSync(file)))(
    "formats a real blank volume once, whatever VM it is attached to later",
    () => {
      writeFileSync(device(), Buffer.alloc(16 * 1024 * 1024));
      program("blkid", 'exec /usr/sbin/blkid "$@"');
      program("mkfs.xfs", '/usr/sbin/mkfs.ext4 -q "$2"');
      expect(boot()).toEqual({ status: 0, output: "" });
      const uuid = /\nUUID=([0-9a-f-]{36}) /.exec(readFileSync(at("etc/fstab"), "utf8"))?.[1];
      expect(uuid).toBeDefined();
      const formatted = readFileSync(device());
      writeFileSync(at("etc/fstab"), "UUID=root / xfs defaults 0 0\n");
      expect(boot()).toEqual({ status: 0, output: "" });
      expect(readFileSync(at("etc/fstab"), "utf8")).toContain(`\nUUID=${uuid} `);
      expect(readFileSync(device()).equals(formatted)).toBe(true);
      expect(calls().filter((call) => call.startsWith("mkfs"))).toHaveLength(1);
    },
  );

  it("never formats a volume that it cannot look at, nor mounts what is no file system", () => {
    writeFileSync(device(), "");
    program("blkid", "exit 8");
    expect(boot()).toMatchObject({
      status: 1,
      output: expect.stringMatching(/^error: blkid cannot tell .* nothing was done/),
    });
    program("blkid", "exit 0");
    expect(boot()).toMatchObject({ status: 1, output: expect.stringContaining("is no file system") });
    expect(calls().filter((call) => /^(mkfs|mount )/.test(call))).toEqual([]);
  });

  it("installs the JDK that is missing, as a new root disk has none", () => {
    writeFileSync(device(), "");
    writeFileSync(at("etc/os-release"), 'ID="amzn"\nVERSION_ID="2023"\n');
    program("blkid", `case $* in *UUID*) echo 1234-abcd ;; esac`);
    program("java", `echo 'openjdk version "17.0.9"' >&2`);
    program("dnf", `printf '%s\\n' '#!/bin/sh' 'echo "java version \\"1.8.0_492\\"" >&2' >${at("bin/java")}`);
    expect(boot()).toEqual({ status: 0, output: "installed java-1.8.0-amazon-corretto-devel\n" });
    expect(calls()).toContain("dnf -q -y install java-1.8.0-amazon-corretto-devel");
  });

  it("waits for the volume, and names it when it does not come", () => {
    program("blkid", "exit 2");
    program("sleep", `[ "$(grep -c ^sleep ${at("calls")})" -lt 5 ] || : >${device()}`);
    program("blkid", `case $* in *UUID*) echo 1234-abcd ;; *) exit 2 ;; esac`);
    expect(boot().status).toBe(0);
    expect(calls().filter((call) => call.startsWith("sleep"))).toHaveLength(5);
  });

  it("gives up after a quarter of an hour, naming the volume", () => {
    const { status, output } = boot();
    expect(status).toBe(1);
    expect(output).toMatch(
      /^error: the volume vol-0a1b2c3d did not appear .* within 15 minutes; see that it is attached/,
    );
    expect(calls().filter((call) => call.startsWith("sleep"))).toHaveLength(450);
  });

  it("does the same again without adding to fstab, and installs the MySQL client only where it is missing", () => {
    writeFileSync(device(), "");
    program("blkid", `case $* in *UUID*) echo 1234-abcd ;; esac`);
    program("dnf");
    boot();
    boot();
    expect(readFileSync(at("etc/fstab"), "utf8").match(/1234-abcd/g)).toHaveLength(1);
    expect(calls().filter((call) => call.startsWith("dnf"))).toEqual([]);
  });
});

describe("the ready gate", () => {
  it("waits for cloud-init and puts the files there", () => {
    program("cloud-init", "echo status: done");
    const file = at("wso2/rds-trust-store.jks");
    const content = Buffer.from([0xfe, 0xed, 0, 10]);
    const { status } = run(
      readyScript("i-0a1b", undefined, [{ path: file, content: content.toString("base64") }]),
    );
    expect(status).toBe(0);
    expect(calls()).toEqual(["cloud-init status --wait"]);
    expect(readFileSync(file).equals(content)).toBe(true);
  });

  it("accepts what cloud-init has recovered from, and stops at what it has not", () => {
    program("cloud-init", "echo status: done; exit 2");
    expect(run(readyScript("i-0a1b", undefined, [])).status).toBe(0);
    program("cloud-init", "echo status: error; exit 1");
    const { status, output } = run(readyScript("i-0a1b", undefined, []));
    expect(status).toBe(1);
    expect(output).toMatch(
      /^error: \S+: the first boot failed \(status: error\): .*; correct the cause and replace the VM\n$/,
    );
  });

  it("waits for the data volume, and names its mount point if it does not come", () => {
    program("cloud-init", "echo status: done");
    const script = readyScript("i-0a1b/m6i.large", "/opt/wso2", []);
    program("mountpoint", `[ "$(grep -c mountpoint ${at("calls")})" = 3 ]`);
    expect(run(script).status).toBe(0);
    expect(calls().filter((call) => call === "mountpoint -q /opt/wso2")).toHaveLength(3);
    program("mountpoint", "exit 1");
    const { status, output } = run(script);
    expect(status).toBe(1);
    expect(output).toContain("the data volume is not mounted at /opt/wso2, 90 s after the boot");
  });

  it("runs again for another instance, and for another type, with which it boots again", () => {
    const scripts = ["i-0a1b/m6i.large", "i-0c2d/m6i.large", "i-0a1b/m6i.xlarge"].map((boot) =>
      readyScript(boot, "/opt/wso2", []),
    );
    expect(new Set(scripts).size).toBe(3);
  });
});
