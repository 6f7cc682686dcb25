import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { base64, shell as part } from "../../components/node/remoteScript";
import { Home, runShell } from "./nodeShell";
import { shells } from "./stagedFiles";

const parts = ["common", "owner", "mask", "home", "product", "service", "mysqlClient", "loginCheck"].map(
  part,
);
const datasources = "0600 DIGEST - repository/conf/datasources/master-datasources.xml\n";
const password = "the-password";

/** A node with a set under which it was healthy and another one, and a Java whose `jjs` answers so. */
class Node extends Home {
  readonly java = path.join(path.dirname(this.path), "java");
  readonly asked = path.join(path.dirname(this.path), "asked");

  constructor(answer: string | undefined) {
    super({ "repository/components/lib/mysql-connector-java-5.1.49.jar": "" });
    this.set("healthy-set", datasources, "driver a.jar one\n");
    this.set("wanted-set", datasources, "driver a.jar one\n");
    writeFileSync(path.join(this.state, "healthy"), "healthy-set\n");
    mkdirSync(path.join(this.java, "bin"), { recursive: true });
    this.program("java", "");
    if (answer !== undefined)
      this.program("jjs", `printf '%s\\n' "$@" >${this.asked}; env >>${this.asked}; ${answer}`);
  }

  set(name: string, manifest: string, product: string): void {
    const folder = path.join(this.state, "sets", name);
    mkdirSync(folder, { recursive: true });
    mkdirSync(path.join(this.state, "drivers"), { recursive: true });
    for (const digest of ["one", "two"]) writeFileSync(path.join(this.state, "drivers", digest), "a driver");
    for (const [file, text] of Object.entries({ manifest, product, masks: `${password}\n` })) {
      writeFileSync(path.join(folder, file), text);
    }
  }

  program(name: string, script: string): void {
    const file = path.join(this.java, "bin", name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }

  async refuse(shell: string) {
    const call = `state=${this.state} home=${this.path} wanted=wanted-set java=${this.java} heap=- 
      use_home_owner
      use_server db 3306 wso2 ${base64(password)} yes\nrefuse_failing_login\n`;
    return runShell(shell, parts.join("") + call);
  }
}

describe.each(shells)("the login of the driver, in %s,", (shell) => {
  it.each<[string, (node: Node) => void]>([
    ["other datasources", (node) => node.set("wanted-set", datasources.replace("DIGEST", "OTHER"), "")],
    ["another driver", (node) => node.set("wanted-set", datasources, "driver a.jar two\n")],
    [
      "another trust store",
      (node) =>
        node.set(
          "wanted-set",
          `${datasources}0640 D - repository/resources/security/mysql-truststore.jks\n`,
          "driver a.jar one\n",
        ),
    ],
    ["the first set", (node) => writeFileSync(path.join(node.state, "healthy"), "gone\n")],
  ])("is refused with %s", async (_, change) => {
    const node = new Node("echo refused Unknown database");
    change(node);
    const { code, output } = await node.refuse(shell);
    expect(code).toBe(1);
    expect(output).toContain(
      "the product cannot log in to MySQL at db:3306 with the JDBC driver: Unknown database; correct that",
    );
    expect(output).toContain("Nothing was changed");
  });

  it("is not tried where a restart brings neither", async () => {
    const node = new Node("echo refused");
    node.set(
      "wanted-set",
      `${datasources}0640 D - repository/conf/carbon.xml\n`,
      "driver a.jar one\ndistribution x\n",
    );
    expect(await node.refuse(shell)).toEqual({ code: 0, output: "" });
  });

  it.each([
    ["Path does not chain with any of the trust anchors", "database.caBundle"],
    ["Public Key Retrieval is not allowed", "allowPublicKeyRetrieval"],
    ["Access denied for user 'wso2'@'10.0.0.1' (using password: YES)", "database.clientHosts"],
    ["No appropriate protocol (protocol is disabled)", "docs/troubleshooting.md"],
  ])("says what to do about %s: %s", async (reason, remedy) => {
    const node = new Node(`echo noise; echo "refused ${reason}"`);
    node.set("wanted-set", "", "driver a.jar two\n");
    const { output } = await node.refuse(shell);
    expect(output).toContain(`: ${reason}; `);
    expect(output).toContain(remedy);
  });

  it.each([
    [undefined, "has no jjs"],
    ["echo a password is in the secure vault", "a password is in the secure vault"],
    ["echo 'Exception in thread main' >&2; exit 1", "Exception in thread main"],
    ["exit 137", "no answer came within two minutes"],
  ])("is said not to be checked where jjs does %j: %s", async (answer, reason) => {
    const node = new Node(answer);
    node.set("wanted-set", "", "driver a.jar two\n");
    const { code, output } = await node.refuse(shell);
    expect(code).toBe(0);
    expect(output).toMatch(new RegExp(`^the login of the JDBC driver was not checked: .*${reason}\n$`));
  });

  it.runIf(process.getuid?.() === 0)("is tried as the owner of the home", async () => {
    const node = new Node("");
    chownSync(node.path, 65534, 65534);
    // The owner reads neither what is beside the home nor what root keeps for itself.
    for (const folder of [path.dirname(node.path), node.java, node.path]) chmodSync(folder, 0o755);
    writeFileSync(node.asked, "");
    chownSync(node.asked, 65534, 65534);
    chmodSync(node.state, 0o700);
    const xml = "<username>wso2</username>";
    node.set("wanted-set", "", "driver a.jar two\n");
    const folder = path.join(node.state, "sets/wanted-set/files/repository/conf/datasources");
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "master-datasources.xml"), xml);
    node.program(
      "jjs",
      `{ id -un; cat; head -c 8 "$4"; [ -r "$5" ] && echo readable; } >${node.asked}; echo in`,
    );
    expect(await node.refuse(shell)).toEqual({ code: 0, output: "" });
    expect(readFileSync(node.asked, "utf8")).toBe(
      `nobody\nrepository/conf/datasources/master-datasources.xml ${base64(xml)}\na driverreadable\n`,
    );
  });

  it("shows no password, neither in a message nor on the command line or in the environment", async () => {
    const node = new Node(`echo "refused with ${password}"`);
    node.set("wanted-set", "", "driver a.jar two\n");
    const { output } = await node.refuse(shell);
    expect(output).toContain("refused with ********".slice("refused ".length));
    const asked = readFileSync(node.asked, "utf8");
    expect(asked).toContain("db:3306");
    for (const shown of [output, asked]) expect(shown).not.toContain(password);
    expect(asked).not.toContain(base64(password));
  });
});
