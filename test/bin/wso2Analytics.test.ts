import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { wso2Analytics } from "../../bin/wso2Analytics";
import { version } from "../../package.json";
import { sampleProductFolder, smallestDescription } from "../support/sampleProduct";

const red = "\u001b[31m";
let folder = "";
let cluster = "";

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "command-"));
  cluster = path.join(folder, "cluster.yaml");
  const product = { ...smallestDescription.product, distribution: sampleProductFolder };
  writeFileSync(cluster, stringify({ ...smallestDescription, product }));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function run(argv: readonly string[], hasColours = false) {
  const printed = { out: "", error: "" };
  const code = await wso2Analytics(argv, {
    out: (text) => {
      printed.out += String(text);
    },
    error: (text) => {
      printed.error += text;
    },
    hasColours,
  });
  return { code, ...printed };
}

describe("the command wso2-analytics", () => {
  for (const name of ["verify", "drill", "render", "check"]) {
    it(`explains ${name}`, async () => {
      const { code, out, error } = await run([name, "--help"]);
      expect([code, error]).toEqual([0, ""]);
      expect(out).toContain(`Usage: wso2-analytics ${name} `);
      for (const option of ["--json", "--cluster", "--stack", "Exit code: 0"]) expect(out).toContain(option);
      expect((await run(["--help"])).out).toMatch(new RegExp(`^  ${name} `, "m"));
    });

    it(`refuses an unknown option of ${name} in one line`, async () => {
      const error = `Unknown option '--frobnicate'; see wso2-analytics ${name} --help\n`;
      expect(await run([name, "--frobnicate"])).toEqual({ code: 2, out: "", error });
    });
  }

  it("refuses other commands, names of an object's members too, and none", async () => {
    for (const argv of [["frobnicate"], ["constructor"], []]) {
      const { code, out, error } = await run(argv);
      expect([code, out]).toEqual([2, ""]);
      expect(error).toMatch(/^.*; give verify, drill, render, check \(see wso2-analytics --help\)\n$/);
    }
  });

  it("prints its version", async () => {
    expect(await run(["--version"])).toEqual({ code: 0, out: `${version}\n`, error: "" });
  });

  it("refuses a cluster file and a stack at once", async () => {
    for (const name of ["verify", "drill", "render", "check"]) {
      const words = name === "render" ? ["--diff"] : [];
      const { code, error } = await run([name, "--cluster", cluster, "--stack", "production", ...words]);
      expect(code).toBe(2);
      expect(error).toMatch(/^--cluster, --stack: .*; give one of them\n$/);
    }
  });
});

describe("as JSON", () => {
  it("check lists findings, of the home that the description names", async () => {
    const { code, out, error } = await run(["check", "--cluster", cluster, "--json"]);
    expect([code, error]).toEqual([1, ""]);
    const { findings } = JSON.parse(out) as { findings: { severity: string; place: string }[] };
    expect(findings.map(({ severity, place }) => `${severity} ${place}`)).toEqual([
      "warning clustering.groupPassword",
      "warning statisticsDatabase",
    ]);
  });

  it("render lists the files of each node, the warnings and the masked difference", async () => {
    const { code, out, error } = await run(["render", "--cluster", cluster, "--json", "--diff"]);
    expect([code, error]).toEqual([0, ""]);
    const { nodes, warnings, diff } = JSON.parse(out);
    expect(nodes.map(({ name }: { name: string }) => name)).toEqual(["node1", "node2"]);
    expect(nodes[0].files).toContainEqual({
      path: "repository/conf/axis2/axis2.xml",
      isNew: false,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(warnings).toHaveLength(2);
    expect(diff).toMatch(/^--- distribution\//);
    expect(out).not.toContain(smallestDescription.database.password);
  });
});

describe("colours", () => {
  it("are for a terminal", async () => {
    const argv = ["render", "--cluster", cluster, "--diff"];
    expect((await run(argv)).out).not.toContain("\u001b");
    const { out } = await run(argv, true);
    expect(out).toContain(`${red}-`);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours
    expect(out.replaceAll(/\u001b\[\d+m/g, "")).toBe((await run(argv)).out);
  });
});
