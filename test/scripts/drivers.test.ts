import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import {
  base64,
  copySource,
  shell as part,
  RemoteScript,
  type RequestLine,
  scriptWithRequest,
} from "../../components/node/remoteScript";
import { createRevision } from "../../components/render/revision";
import { EmptyNode, sha256 } from "./delivered";
import { commandInstead, installScript, runShell } from "./nodeShell";
import { shells } from "./stagedFiles";

const carbon = "repository/conf/carbon.xml";
const lib = "repository/components/lib";
const dropins = "repository/components/dropins";
const name = (patch: number) => `mysql-connector-java-5.1.${patch}.jar`;

/** A node whose home came with a driver of its own, from which Carbon has made another one in dropins. */
function nodeWithDriver(): EmptyNode {
  const node = new EmptyNode();
  for (const [file, text] of [
    [`${lib}/mysql-connector-java-5.1.34-bin.jar`, "34"],
    [`${lib}/other.jar`, "other"],
    [`${dropins}/mysql_connector_java_5.1.34_bin_1.0.0.jar`, "34"],
    [`${dropins}/org.wso2.carbon_1.0.0.jar`, "carbon"],
    [carbon, "stock"],
  ] as const) {
    mkdirSync(path.dirname(path.join(node.path, file)), { recursive: true });
    writeFileSync(path.join(node.path, file), text);
  }
  return node;
}

/** Stages and activates a driver with a file that stays as it is. */
async function activateDriver(shell: string, node: EmptyNode, patch: number, digest: string) {
  const also = { product: `driver ${name(patch)} ${digest}\n` };
  const rendered = { path: carbon, text: "stock", base: "stock", secret: false };
  const set = createRevision([rendered], also);
  const lines: RequestLine[] = [
    ["home", node.path],
    ["overwrite", "no"],
    ["set", set.digest],
  ];
  const staging: RequestLine[] = [
    ...lines,
    ...set.files.map(
      (file): RequestLine => ["file", file.mode, file.digest, file.base, carbon, base64(file.text)],
    ),
    ["also", "product", base64(also.product)],
  ];
  expect((await runShell(shell, scriptWithRequest(RemoteScript.Stage, staging))).code).toBe(0);
  return runShell(shell, installScript(node.path, set.digest));
}

/** Calls functions of driverFits.sh about a set with that text `product`. */
function checkDriver(shell: string, call: string, product?: string, environment?: NodeJS.ProcessEnv) {
  const state = mkdtempSync(path.join(tmpdir(), "state-"));
  mkdirSync(path.join(state, "sets/wanted"), { recursive: true });
  if (product !== undefined) writeFileSync(path.join(state, "sets/wanted/product"), product);
  const parts = ["common", "home", "product", "mysqlClient", "driverFits"].map(part);
  return runShell(shell, `${parts.join("")}state=${state} wanted=wanted\n${call}`, { environment });
}

describe.each(shells)("a JDBC driver, in %s,", (shell) => {
  it("is kept beside the home until it is activated, and others of its kind give way to it", async () => {
    const node = nodeWithDriver();
    const digest = node.copy("49");
    expect((await node.prepare(shell, [["driver", digest, copySource]])).code).toBe(0);
    expect(readdirSync(node.login)).toEqual([]);
    expect(readdirSync(path.join(node.path, lib))).toContain("mysql-connector-java-5.1.34-bin.jar");
    const { code, output } = await activateDriver(shell, node, 49, digest);
    expect(code, output).toBe(0);
    expect(readdirSync(path.join(node.path, lib)).sort()).toEqual([name(49), "other.jar"]);
    expect(readdirSync(path.join(node.path, dropins))).toEqual(["org.wso2.carbon_1.0.0.jar"]);
    expect(readFileSync(path.join(node.path, lib, name(49)), "utf8")).toBe("49");
    expect(readdirSync(path.join(node.state, "replaced", lib))).toEqual([
      "mysql-connector-java-5.1.34-bin.jar",
    ]);
  });

  it("gives others of its kind away from a folder behind a link too", async () => {
    const node = nodeWithDriver();
    const elsewhere = path.join(node.folder, "elsewhere");
    renameSync(path.join(node.path, lib), elsewhere);
    symlinkSync(elsewhere, path.join(node.path, lib));
    const digest = node.copy("49");
    await node.prepare(shell, [["driver", digest, copySource]]);
    expect((await activateDriver(shell, node, 49, digest)).code).toBe(0);
    expect(readdirSync(elsewhere).sort()).toEqual([name(49), "other.jar"]);
    const again = await activateDriver(shell, node, 49, digest);
    expect(again.output).not.toContain("install");
  });

  it("comes back where a later one is taken back", async () => {
    const node = nodeWithDriver();
    for (const [patch, text] of [
      [48, "48"],
      [49, "49"],
      [48, "48"],
    ] as const) {
      const digest = node.copy(text);
      await node.prepare(shell, [["driver", digest, copySource]]);
      expect((await activateDriver(shell, node, patch, digest)).code).toBe(0);
    }
    expect(readdirSync(path.join(node.path, lib)).sort()).toEqual([name(48), "other.jar"]);
    expect(readFileSync(path.join(node.path, lib, name(48)), "utf8")).toBe("48");
  });

  it("is not put in place when it is gone from beside the home", async () => {
    const node = nodeWithDriver();
    const { code, output } = await activateDriver(shell, node, 49, sha256("49"));
    expect(code).toBe(1);
    expect(output).toContain(`the JDBC driver ${name(49)} could not be put into`);
    expect(readdirSync(path.join(node.path, lib))).toContain("mysql-connector-java-5.1.34-bin.jar");
  });

  it("is refused with another checksum, with nothing kept", async () => {
    const node = nodeWithDriver();
    node.copy("49", sha256("48"));
    const { output } = await node.prepare(shell, [["driver", sha256("48"), copySource]]);
    expect(output).toContain("is not what was copied there");
    expect(existsSync(path.join(node.state, "drivers"))).toBe(false);
  });

  it.each([
    ["mysql-connector-java-5.1.34-bin.jar", "lib", 0],
    ["mysql.jar", "lib", 0],
    ["com.mysql.jdbc_5.1.49.jar", "dropins", 0],
    ["mysql-connector-java-5.1.49.jar", "plugins", 1],
    ["mariadb-java-client-2.7.0.jar", "lib", 1],
    ["README.txt", "lib", 1],
  ])("is asked for where the set names none: %s in %s", async (file, folder, expected) => {
    const home = mkdtempSync(path.join(tmpdir(), "home-"));
    const components = path.join(home, "repository/components");
    mkdirSync(path.join(components, folder), { recursive: true });
    writeFileSync(path.join(components, folder, file), "");
    const { code, output } = await checkDriver(shell, `home=${home}\nrequire_driver\n`);
    expect(code).toBe(expected);
    expect(output).toContain(expected === 0 ? "" : `no JDBC driver for MySQL lies in ${components}/lib;`);
  });

  it("is found behind a link", async () => {
    const home = mkdtempSync(path.join(tmpdir(), "home-"));
    mkdirSync(path.join(home, "repository/components"), { recursive: true });
    mkdirSync(path.join(home, "elsewhere"));
    writeFileSync(path.join(home, "elsewhere", name(49)), "");
    symlinkSync(path.join(home, "elsewhere"), path.join(home, "repository/components/lib"));
    expect((await checkDriver(shell, `home=${home}\nrequire_driver\n`)).code).toBe(0);
  });

  it("is the set's own, as it was brought", async () => {
    const call = (text: string) =>
      `home=/nowhere\nmkdir $state/drivers\nprintf '${text}' >$state/drivers/${sha256("49")}\nrequire_driver\n`;
    const check = (text: string) => checkDriver(shell, call(text), `driver ${name(49)} ${sha256("49")}\n`);
    expect(await check("49")).toEqual({ code: 0, output: "" });
    const damaged = await check("");
    expect(damaged.code).toBe(1);
    expect(damaged.output).toContain(`${name(49)} beside /nowhere is damaged or gone`);
  });

  it.each([
    [46, "8.0.36", "does not work with MySQL 8.0.36 at db:3306"],
    [46, "8.4.0", "give 5.1.47 or later in product.jdbcDriver"],
    [47, "8.0.36", ""],
    [34, "5.7.44-log", ""],
    [34, "10.11.6-MariaDB", ""],
  ])("5.1.%i beside a server %s: %j", async (patch, version, words) => {
    const environment = commandInstead("mysql", `cat >/dev/null; echo ${version}`);
    const call = `use_server db 3306 user ${base64("password")} no\nrefuse_unfit_driver\n`;
    const product = `driver ${name(patch)} digest\n`;
    const { code, output } = await checkDriver(shell, call, product, environment);
    expect(code).toBe(words === "" ? 0 : 1);
    expect(output).toContain(words);
  });

  it.each([
    ["no", "caching_sha2_password", "give database.caBundle, or in"],
    ["no", "sha256_password", "user logs in to MySQL at db:3306 by sha256_password"],
    ["no", "mysql_native_password", ""],
    ["key", "caching_sha2_password", ""],
    ["yes", "caching_sha2_password", ""],
  ])("with TLS %s beside a user of %s: %j", async (tls, method, words) => {
    const parts = ["common", "mysqlClient", "driverFits"].map((part) =>
      readFileSync(`components/node/scripts/${part}.sh`, "utf8"),
    );
    const call = `use_server db 3306 user ${base64("password")} ${tls}\nrefuse_unfit_login\n`;
    const create = `CREATE USER user@% IDENTIFIED WITH ${method} REQUIRE NONE`;
    const environment = commandInstead("mysql", `cat >/dev/null; echo "${create}"`);
    const { code, output } = await runShell(shell, parts.join("") + call, { environment });
    expect(code).toBe(words === "" ? 0 : 1);
    expect(output).toContain(words);
  });
});
