import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { makeSampleJdk } from "../../../tools/sample-server/sampleJdk";
import { Home } from "./nodeShell";
import { inMountNamespace, prepare, unpacked } from "./preparedNode";
import { shells } from "./stagedFiles";

const systems = {
  amazon: `ID="amzn"\nVERSION_ID="2023"\nNAME="Amazon Linux"\n`,
  ubuntu: `ID=ubuntu\nVERSION_ID="24.04"\nID_LIKE=debian\n`,
  debian: `PRETTY_NAME="Debian GNU/Linux 12"\nID=debian\nVERSION_ID="12"\n`,
  fedora: `ID=fedora\nVERSION_ID=42\n`,
};

/** A host with the system's commands, but without a JDK and a mysql client until its packages bring them. */
class BareHost {
  readonly home = new Home(unpacked);
  private readonly folder = mkdtempSync(path.join(tmpdir(), "host-"));
  private readonly release: string;

  constructor(release: string, installs = "java mysql") {
    this.release = path.join(this.folder, "os-release");
    writeFileSync(this.release, release);
    for (const name of readdirSync("/usr/bin")) {
      if (!["java", "mysql", "apt-get", "apt-cache", "dnf"].includes(name)) {
        symlinkSync(path.join("/usr/bin", name), path.join(this.folder, name));
      }
    }
    chmodSync(this.folder, 0o755);
    const told = `echo "\${0##*/} $*" >>${this.folder}/calls`;
    const install = `${told}\ncase "$*" in *install*) for name in ${installs}; do ln -sf ${this.folder}/new-$name ${this.folder}/$name; done ;; esac`;
    this.program("new-java", `echo 'openjdk version "1.8.0_492"' >&2`);
    this.program("new-mysql", "");
    this.program("apt-get", install);
    this.program("dnf", install);
  }

  program(name: string, text: string): void {
    writeFileSync(path.join(this.folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  }

  /** Lets apt know these packages only. */
  offers(...names: string[]): this {
    this.program("apt-cache", `case "$3" in ${names.join("|")}) exit 0 ;; *) exit 100 ;; esac`);
    return this;
  }

  prepare(shell: string, javaHome = "-") {
    const program = inMountNamespace(`/bin/${shell}`, `mount --bind ${this.release} /etc/os-release`);
    const environment = { ...process.env, PATH: this.folder, JAVA_HOME: "" };
    return prepare(program, this.home, [["packages", javaHome]], { environment });
  }

  calls(): string[] {
    const file = path.join(this.folder, "calls");
    return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  }
}

// Only root mounts another /etc/os-release.
describe.skipIf(process.getuid?.() !== 0).each(shells)("packages, in %s,", (shell) => {
  it("are installed with dnf on Amazon Linux 2023, and not again", async () => {
    const host = new BareHost(systems.amazon);
    const { code, output } = await host.prepare(shell);
    expect(code, output).toBe(0);
    expect(output).toContain("installed java-1.8.0-amazon-corretto-devel mariadb105\n");
    expect(host.calls()).toEqual(["dnf -q -y install java-1.8.0-amazon-corretto-devel mariadb105"]);
    expect((await host.prepare(shell)).output).not.toContain("installed");
    expect(host.calls()).toHaveLength(1);
  });

  it("are installed with apt on Ubuntu, which is asked nothing and waits for another one at work", async () => {
    const host = new BareHost(systems.ubuntu).offers("openjdk-8-jdk-headless");
    const { code, output } = await host.prepare(shell);
    expect(code, output).toBe(0);
    expect(host.calls()).toEqual([
      "apt-get -q -y -o DPkg::Lock::Timeout=600 update",
      "apt-get -q -y -o DPkg::Lock::Timeout=600 --no-install-recommends install openjdk-8-jdk-headless default-mysql-client",
    ]);
  });

  it("include what another archive has where the system has no JDK 8", async () => {
    const host = new BareHost(systems.debian).offers("temurin-8-jdk");
    expect((await host.prepare(shell)).code).toBe(0);
    expect(host.calls().at(-1)).toContain(" install temurin-8-jdk default-mysql-client");
  });

  it("are refused, with what to do, where none has", async () => {
    const host = new BareHost(systems.debian).offers("nothing");
    const { code, output } = await host.prepare(shell);
    expect(code).toBe(1);
    expect(output).toContain("the packages of this host (debian 12) have no JDK 8; install one");
    expect(host.calls()).toHaveLength(1);
  });

  it("bring the client alone where the JDK is named", async () => {
    const host = new BareHost(systems.debian).offers("nothing");
    const { code, output } = await host.prepare(
      shell,
      makeSampleJdk(mkdtempSync(path.join(tmpdir(), "jdk-"))),
    );
    expect(code, output).toBe(0);
    expect(host.calls().at(-1)).toMatch(/ install default-mysql-client$/);
  });

  it("do not help where another Java is found first", async () => {
    const host = new BareHost(systems.amazon, "mysql");
    host.program("java", `echo 'openjdk version "17.0.9"' >&2`);
    const { code, output } = await host.prepare(shell);
    expect(code).toBe(1);
    expect(output).toContain("the java that is found first is another one; name the JDK's folder");
  });

  it("are not installed on other systems", async () => {
    const host = new BareHost(systems.fedora);
    const { code, output } = await host.prepare(shell);
    expect(code).toBe(1);
    expect(output).toContain("and this is fedora 42; install what is missing yourself ( java mysql )");
    expect(host.calls()).toEqual([]);
  });

  it("tell what the installer said last when it fails", async () => {
    const host = new BareHost(systems.amazon);
    host.program("dnf", "echo first; echo 'Error: Unable to find a match' >&2; exit 1");
    const { code, output } = await host.prepare(shell);
    expect(code).toBe(1);
    expect(output).toContain(
      "could not be installed by the host's packages: Error: Unable to find a match; correct that",
    );
  });
});
