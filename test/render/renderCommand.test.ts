import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { applyPatch, parsePatch } from "diff";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { wso2Analytics } from "../../bin/wso2Analytics";
import { change, completeDescription, leaves, smallestDescription } from "../description/validationInput";
import { codesIn } from "../support/problemCodes";
import { writeZip } from "./distribution/zipFile";

const product = resolve("tools/sample-product");
const secret = "S3cr&t<\u00e9>-rendered";
const axis2 = "repository/conf/axis2/axis2.xml";
const master = "repository/conf/datasources/master-datasources.xml";
const input = change(smallestDescription, {
  "product.portOffset": undefined,
  "database.password": secret,
  "database.port": 3306,
});

const isWindows = process.platform === "win32";

let folder = "";
let out = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "render-"));
  out = join(folder, "out");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function clusterFile(content: unknown = input): string {
  const file = join(folder, "cluster.yaml");
  writeFileSync(file, typeof content === "string" ? content : stringify(content));
  return file;
}

interface Result {
  code: number;
  out: string;
  error: string;
}

/** Runs the command in this process; `--distribution` is the sample product unless given. */
async function run(...argv: string[]): Promise<Result> {
  const printed = { out: "", error: "" };
  const given = argv.includes("--distribution") ? argv : ["--distribution", product, ...argv];
  const code = await wso2Analytics(["render", ...given], {
    out: (text) => {
      printed.out += Buffer.from(text as Uint8Array).toString("latin1");
    },
    error: (text) => {
      printed.error += text;
    },
  });
  return { code, ...printed };
}

const write = (content?: unknown) => run("--cluster", clusterFile(content), "--out", out);

function filesBelow(root: string, within = ""): string[] {
  return readdirSync(join(root, within), { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(within, entry.name);
      return entry.isDirectory() ? filesBelow(root, path) : [path];
    })
    .sort();
}

const changedFiles = [
  "bin/load-spark-env-vars.sh",
  "repository/conf/analytics/spark/spark-defaults.conf",
  axis2,
  "repository/conf/datasources/analytics-datasources.xml",
  master,
  "repository/conf/event-processor.xml",
  "repository/conf/registry.xml",
  "repository/conf/user-mgt.xml",
];

describe("--out", () => {
  it("gets exactly the files that change, per node, for this user only", async () => {
    expect(await write()).toMatchObject({ code: 0, out: "wrote 8 files to node1, 8 to node2\n" });
    for (const [node, address] of [
      ["node1", "10.0.1.10"],
      ["node2", "10.0.2.10"],
    ] as const) {
      expect(filesBelow(join(out, node))).toEqual(changedFiles);
      expect(readFileSync(join(out, node, axis2), "latin1")).toContain(`localMemberHost">${address}<`);
    }
    for (const name of readdirSync(out, { recursive: true, encoding: "utf8" })) {
      const found = statSync(join(out, name));
      expect(found.mode & 0o777, name).toBe(found.isDirectory() ? 0o700 : 0o600);
    }
    expect(readdirSync(folder).sort()).toEqual(["cluster.yaml", "out"]);
  });

  it("is the same from the product's zip", async () => {
    const zip = join(folder, "product.zip");
    const entries = filesBelow(product).map((path) => ({
      name: `wso2/${path}`,
      bytes: readFileSync(join(product, path)),
    }));
    await writeZip(zip, entries);
    await write();
    const again = await run("--distribution", zip, "--cluster", clusterFile(), "--out", join(folder, "zip"));
    expect(again.code).toBe(0);
    expect(filesBelow(join(folder, "zip"))).toEqual(filesBelow(out));
    for (const path of filesBelow(out)) {
      expect(readFileSync(join(folder, "zip", path)).equals(readFileSync(join(out, path))), path).toBe(true);
    }
  });

  it("takes the distribution that the cluster file names", async () => {
    const named = clusterFile(change(smallestDescription, { "product.distribution": product }));
    const result = { out: "", error: "" };
    const code = await wso2Analytics(["render", "--cluster", named, "--out", out], {
      out: () => {},
      error: (text) => {
        result.error += text;
      },
    });
    expect(code).toBe(0);
    expect(existsSync(join(out, "node1", axis2))).toBe(true);
  });

  it("loses the files of an earlier rendering that no longer change", async () => {
    await write(change(smallestDescription, { "product.portOffset": 5 }));
    expect(existsSync(join(out, "node1/repository/conf/carbon.xml"))).toBe(true);
    expect((await write()).code).toBe(0);
    expect(filesBelow(join(out, "node1"))).toEqual(changedFiles);
    expect(readdirSync(folder).sort()).toEqual(["cluster.yaml", "out"]);
  });

  it("may be an empty folder, or a link to one", async () => {
    mkdirSync(join(folder, "empty"));
    symlinkSync("empty", out);
    expect((await write()).code).toBe(0);
    expect(filesBelow(join(folder, "empty/node2"))).toEqual(changedFiles);
  });

  const touched: [what: string, touch: () => void, words: string][] = [
    ["a file of somebody else", () => writeFileSync(join(out, "notes.txt"), "mine"), "notes.txt"],
    [
      "a file of somebody else deep inside",
      () => writeFileSync(join(out, "node1/bin/mine.sh"), "mine"),
      "node1/bin/mine.sh",
    ],
    ["a link", () => symlinkSync(folder, join(out, "node1/link")), "node1/link"],
    [
      "a rendered file that was edited",
      () => writeFileSync(join(out, "node1", axis2), "mine"),
      "changed since",
    ],
    ["a rendering without its list", () => rmSync(join(out, ".rendering")), "no earlier rendering"],
  ];
  for (const [what, touch, words] of touched) {
    it(`is left alone when it holds ${what}`, async () => {
      await write();
      touch();
      const before = filesBelow(out).map((path) => [path, lstatSync(join(out, path)).mtimeMs]);
      const { code, error } = await write(change(smallestDescription, { "product.portOffset": 5 }));
      expect(code).toBe(2);
      expect(error).toContain(words);
      expect(filesBelow(out).map((path) => [path, lstatSync(join(out, path)).mtimeMs])).toEqual(before);
    });
  }

  it("leaves nothing behind when it cannot be written", async () => {
    const cluster = clusterFile();
    for (const impossible of [join(folder, "a/b", "x".repeat(256)), join(cluster, "out"), cluster]) {
      const { code, error } = await run("--cluster", cluster, "--out", impossible);
      expect(code).toBe(2);
      const problems = error.split("\n").filter((line) => !line.startsWith("warning: "));
      expect(problems).toEqual([expect.stringContaining("--out: "), ""]);
      expect(readdirSync(folder)).toEqual(["cluster.yaml"]);
    }
  });
});

describe("--diff", () => {
  const diff = (...more: string[]) => run("--cluster", clusterFile(), "--diff", ...more);

  it("prints what changes per node and file, without secrets, and writes nothing", async () => {
    const override = {
      file: "repository/conf/carbon.xml",
      path: "/Server/ServerKey",
      value: secret,
      secret: true,
    };
    const cluster = clusterFile(change(input as typeof smallestDescription, { overrides: [override] }));
    const { code, out: printed, error } = await run("--cluster", cluster, "--diff");
    expect(code).toBe(0);
    for (const path of changedFiles) {
      expect(printed).toContain(`--- distribution/${path}\n+++ node1/${path}\n`);
      expect(printed).toContain(`--- distribution/${path}\n+++ node2/${path}\n`);
    }
    expect(printed).toContain("+                    <password>********</password>");
    expect(printed + error).not.toContain("S3cr");
    expect(readdirSync(folder)).toEqual(["cluster.yaml"]);
  });

  it("prints secrets when asked, as a patch that makes the rendered files", async () => {
    const { out: printed } = await diff("--show-secrets", "--out", out);
    const patches = parsePatch(printed);
    expect(patches).toHaveLength(16);
    for (const patch of patches) {
      const base = readFileSync(
        join(product, patch.oldFileName?.replace("distribution/", "") ?? ""),
        "latin1",
      );
      expect(applyPatch(base, patch, { autoConvertLineEndings: false })).toBe(
        readFileSync(join(out, patch.newFileName ?? ""), "latin1"),
      );
    }
    expect(printed).toContain("S3cr&amp;t&lt;&#");
  });

  it("takes a file that the distribution does not have from nothing", async () => {
    const cluster = clusterFile(change(smallestDescription, { "clustering.failureDetectionSeconds": 60 }));
    const { out: printed } = await run("--cluster", cluster, "--diff");
    expect(printed).toContain("--- /dev/null\n+++ node1/repository/conf/hazelcast.properties\n");
    expect(printed).toContain("+hazelcast.max.no.heartbeat.seconds=60");
  });

  it("shows no secret that only the distribution knows", async () => {
    const home = join(folder, "home");
    cpSync(product, home, { recursive: true });
    const carbon = join(home, "repository/conf/carbon.xml");
    const text = readFileSync(carbon, "latin1");
    writeFileSync(
      carbon,
      text.replace(
        "<ServerKey>",
        '<Parameter name="apiKey">only-there-1</Parameter>\n<X token="only-there-2"/>\n<ServerKey>',
      ),
      "latin1",
    );
    const override = { file: "repository/conf/carbon.xml", path: "/Server/ServerKey", value: "other" };
    const cluster = clusterFile(change(smallestDescription, { overrides: [override] }));
    const { code, out: printed, error } = await run("--distribution", home, "--cluster", cluster, "--diff");
    expect(code, error).toBe(0);
    expect(printed).toContain('<Parameter name="apiKey">********</Parameter>');
    expect(printed).not.toContain("only-there");
  });

  it("shows no secret of a distribution that already has it, nor takes it for a change", async () => {
    const override = {
      file: "repository/conf/carbon.xml",
      path: "/Server/Name",
      value: `${secret}-host`,
      secret: true,
    };
    const configured = change(smallestDescription, {
      "database.password": secret,
      overrides: [override],
      "database.jdbcParameters": { trustCertificateKeyStorePassword: "S3cr-jdbc" },
    });
    await write(configured);
    const home = join(folder, "home");
    cpSync(product, home, { recursive: true });
    cpSync(join(out, "node1"), home, { recursive: true });
    const changed = change(configured as typeof smallestDescription, { "clustering.domain": "other" });
    const { code, out: printed } = await run(
      "--distribution",
      home,
      "--cluster",
      clusterFile(changed),
      "--diff",
    );
    expect(code).toBe(0);
    expect(printed).not.toContain("S3cr");
    expect(printed.match(/^\+\+\+ node1.*$/gm)).toEqual([`+++ node1/${axis2}`]);
    const other = change(configured as typeof smallestDescription, {
      "database.password": "another",
      "database.jdbcParameters": { trustCertificateKeyStorePassword: "another" },
    });
    const second = await run("--distribution", home, "--cluster", clusterFile(other), "--diff");
    expect(second.out).toContain(`+++ node1/${master}`);
    expect(second.out).not.toContain("S3cr");
  });
});

describe("a failure", () => {
  it("lists every problem, ends with 2 and writes nothing", async () => {
    const wrong = change(smallestDescription, {
      "nodes[0].address": "0.0.0.0",
      "database.password": "S3cr'",
      colour: "red",
    });
    const { code, out: printed, error } = await write(wrong);
    expect([code, printed]).toEqual([2, ""]);
    expect(codesIn(error.trimEnd().split("\n")).toSorted()).toEqual([
      "colour WA601",
      "database.password WA613",
      "nodes[0].address WA614",
    ]);
    expect(error).not.toContain("S3cr");
    expect(existsSync(out)).toBe(false);
  });

  it("names the files that the distribution does not have", async () => {
    const home = join(folder, "home");
    cpSync(product, home, { recursive: true });
    rmSync(join(home, axis2));
    const { code, error } = await run("--distribution", home, "--cluster", clusterFile(), "--out", out);
    expect(code).toBe(2);
    expect(error).toContain(axis2);
    expect(existsSync(out)).toBe(false);
  });

  it("shows ports that collide with the distribution's offset", async () => {
    const { code, error } = await write(
      change(input as typeof smallestDescription, { "ports.hazelcast": 7612 }),
    );
    expect(code).toBe(2);
    expect(error).toMatch(/^ports\.hazelcast: .*\(WA615\)$/m);
    expect(existsSync(out)).toBe(false);
  });

  const unreadable: [name: string, yaml: string, words: string][] = [
    ["its place", "product: {}\nnodes: [\n", "line 3, column 1"],
    ["a key that is there twice", "nodes: []\nnodes: []\n", "line 2, column 1: Map keys must be unique"],
    ["no password that reads as an alias", "password: *S3cret\n", "Unresolved alias"],
    ["no password that reads as an escape", 'password: "\\S3cret"\n', "Invalid escape sequence"],
    ["no password that reads as a tag", "password: !S3cret x\n", "Unresolved tag"],
    ["no password that reads as a token", "password: [a] S3cret\n", "line 1"],
  ];
  for (const [name, yaml, words] of unreadable) {
    it(`to read the cluster file says ${name}`, async () => {
      const { code, error } = await write(yaml);
      expect(code).toBe(2);
      expect(error).toContain(words);
      expect(error).toContain("cluster.yaml");
      expect(error).not.toContain("3cret");
      expect(error.split("\n").length).toBeLessThan(5);
    });
  }

  it("to read the cluster file says when it is not there or not in UTF-8", async () => {
    const { error } = await run("--cluster", join(folder, "none.yaml"), "--out", out);
    expect(error).toContain("none.yaml cannot be read (ENOENT)");
    writeFileSync(clusterFile(), Buffer.from("password: \u00e9\n", "latin1"));
    const second = await run("--cluster", join(folder, "cluster.yaml"), "--out", out);
    expect(second).toMatchObject({ code: 2, error: expect.stringContaining("UTF-8") });
  });

  it.skipIf(isWindows)("to read a cluster file that does not end says so", async () => {
    const { code, error } = await run("--cluster", "/dev/zero", "--out", out);
    expect({ code, error }).toEqual({ code: 2, error: expect.stringContaining("more than 2 MiB") });
  });

  it("to read a cluster file quotes its name in printable text", async () => {
    const { code, error } = await run("--cluster", join(folder, "\u202e\u009b31m"), "--out", out);
    expect({ code, error }).toEqual({ code: 2, error: expect.stringContaining("\\u202e\\u009b31m cannot") });
  });

  for (const [argv, words] of [
    [["--out", "x"], "--cluster: is missing"],
    [["--cluster", "x"], "--out: is missing"],
    [["--cluster", "x", "--output", "y"], "--output"],
    [["--cluster", "x", "y"], "y"],
  ] as const) {
    it(`to understand ${argv.join(" ")} says so`, async () => {
      expect(await run(...argv)).toMatchObject({ code: 2, out: "", error: expect.stringContaining(words) });
    });
  }
});

describe("the command", () => {
  it.skipIf(isWindows)("reads a cluster file from a pipe", async () => {
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    const writing = writeFile(pipe, stringify(input));
    expect((await run("--cluster", pipe, "--out", out)).code).toBe(0);
    await writing;
  });

  const command = (...argv: string[]) =>
    spawnSync(process.execPath, ["--import", "tsx", "bin/main.ts", "render", ...argv], { encoding: "utf8" });

  it("keeps the diff and the warnings apart and ends with 0", () => {
    const { status, stdout, stderr } = command(
      "--distribution",
      product,
      "--cluster",
      clusterFile(),
      "--diff",
    );
    expect(status).toBe(0);
    expect(stdout.startsWith("--- distribution/")).toBe(true);
    expect(stderr).toContain("warning: clustering.groupPassword");
    expect(stdout + stderr).not.toContain("S3cr");
  });

  it("ends with 2 when something is wrong", () => {
    const { status, stdout, stderr } = command("--cluster", clusterFile("nodes: 1"), "--out", out);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^nodes: .*\(WA603\)$/m);
  });

  it("explains itself", () => {
    const { status, stdout } = command("--help");
    expect(status).toBe(0);
    for (const option of ["--distribution", "--cluster", "--out", "--diff", "--show-secrets"]) {
      expect(stdout).toContain(option);
    }
  });
});

it("docs/render.md names every key of the cluster file", () => {
  const documented = readFileSync("docs/render.md", "utf8");
  const keys = Object.keys(leaves(completeDescription)).flatMap((place) =>
    place.replaceAll(/\[\d+\]|jdbcParameters\.\w+/g, "").split("."),
  );
  const missing = [...new Set(keys)].filter(
    (key) => key !== "" && !new RegExp(`(\`|### )${key}\\b`).test(documented),
  );
  expect(missing).toEqual([]);
});
