import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { AnalyticsCluster, type AnalyticsClusterArgs, AnalyticsNode, planDeployment } from "../../components";
import type { ClusterDescription } from "../../components/description/clusterDescription";
import { readCarbonApp } from "../../components/node/artifacts/readCarbonApp";
import { sha256 } from "../../components/render";
import { writeZip } from "../render/distribution/zipFile";
import { description } from "../support/description";
import { resolved, run } from "../support/engineMocks";
import { codesIn } from "../support/problemCodes";

const folder = mkdtempSync(path.join(tmpdir(), "cars-"));
const receiver = (key: string) => `<eventReceiver><property name="${key}">false</property></eventReceiver>`;
const ignored = receiver("event.duplicated.in.cluster");
const known = receiver("events.duplicated.in.cluster");

function artifacts(name: string, version = "1.0.0"): string {
  return `<artifacts><artifact name="${name}" version="${version}" type="carbon/application"/></artifacts>`;
}

async function zipOf(name: string, entries: Record<string, string | Buffer>): Promise<string> {
  const file = path.join(folder, name);
  await writeZip(
    file,
    Object.entries(entries).map(([entry, text]) => ({ name: entry, bytes: Buffer.from(text) })),
  );
  return file;
}

const alerts = () => zipOf("alerts.car", { "artifacts.xml": artifacts("alerts"), "a_1.0.0/a.xml": known });

function withApps(files: string[], waitSeconds?: number): ClusterDescription {
  return { ...(description() as ClusterDescription), carbonApps: { files, waitSeconds } };
}

/** What the rollout runs on a node. */
async function scriptOf(description: ClusterDescription): Promise<string> {
  const { revisions, run: service, carbonApps } = await planDeployment(description);
  let node: AnalyticsNode | undefined;
  await run(() => {
    node = new AnalyticsNode("node", {
      address: "10.0.1.10",
      home: "/opt/analytics",
      configuration: revisions[0],
      service,
    });
  });
  if (node === undefined) throw new Error("not made");
  return resolved(node.carbonApps([], carbonApps).script);
}

const warnings = async (files: string[]) =>
  (await planDeployment(withApps(files))).warnings.filter((warning) => warning.includes("duplicated"));

const problems = (changed: ClusterDescription) =>
  planDeployment(changed).then(
    () => [],
    (error: Error) => error.message.split("\n"),
  );

describe("a C-App", () => {
  it("that the deployment synchronizer would take to the other node too is warned of", async () => {
    const apps = withApps([await alerts()]);
    const deploymentSynchronizer = { svnUrl: "https://svn.internal/", svnUser: "svn", svnPassword: "secret" };
    const twice = "carbonApps are deployed on both nodes, and deploymentSynchronizer";
    const told = (await planDeployment({ ...apps, deploymentSynchronizer })).warnings.join("\n");
    expect(told).toContain(twice);
    expect((await planDeployment(apps)).warnings.join("\n")).not.toContain(twice);
  });

  it("with the key that the product ignores is warned of, wherever in it the key is", async () => {
    const inner = await zipOf("inner.zip", { "receiver.xml": ignored });
    const plain = await zipOf("plain.car", { "artifacts.xml": artifacts("plain"), "r_1.0.0/r.xml": ignored });
    const nested = await zipOf("nested.car", {
      "artifacts.xml": artifacts("nested"),
      "features/inner.zip": readFileSync(inner),
      "r_1.0.0/r.xml": ignored,
    });
    expect(await warnings([await alerts()])).toEqual([]);
    const [first, second, ...more] = await warnings([plain, nested]);
    expect(first).toMatch(
      /plain\.car has event\.duplicated\.in\.cluster in r_1\.0\.0\/r\.xml, .*write events/,
    );
    expect(second).toContain("in features/inner.zip!receiver.xml and 1 more of its files");
    expect(more).toEqual([]);
  });

  it("that is none is told together with what else is wrong, before anything is made", async () => {
    const text = path.join(folder, "text.car");
    writeFileSync(text, "no zip");
    const unnamed = await zipOf("unnamed.car", { "artifacts.xml": "<artifacts/>" });
    const wrong = withApps(["/nowhere/a.car", text, unnamed]);
    wrong.product.distribution = "/nowhere/product.zip";
    const [distribution, heading, ...files] = await problems(wrong);
    expect([...codesIn([distribution ?? ""]), heading, ...codesIn(files)]).toEqual([
      "product.distribution WA701",
      "carbonApps",
      "  files[0] WA701",
      "  files[1] WA703",
      "  files[2] WA703",
    ]);
  });
});

describe("the content of a C-App", () => {
  const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, "utf16le");
  const readNames = async (text: string | Buffer) =>
    (await readCarbonApp(await zipOf("named.car", { "artifacts.xml": text }), "x")).deployedAs;

  it.each<[what: string, text: string | Buffer]>([
    [
      "behind a comment that holds another",
      `<artifacts><!--${artifacts("old")}-->${artifacts("alerts").slice(11)}`,
    ],
    ["in references", artifacts("&#97;lert&#x73;")],
    ["after a > in a value", artifacts("alerts").replace("name=", `description="a > b" name=`)],
    ["in other quotes", artifacts("alerts").replaceAll('"', "'")],
    ["in UTF-16", utf16(artifacts("alerts"))],
    ["in UTF-16, the high bytes first", utf16(artifacts("alerts")).swap16()],
    ["in UTF-16 without a mark", Buffer.from(artifacts("alerts"), "utf16le")],
    ["with a mark of UTF-8", `\ufeff${artifacts("alerts")}`],
    [
      "beside a dependency of that name",
      `<artifacts><artifact name="b" version="1" type="carbon/application"><dependency artifact="x"/></artifact></artifacts>`.replaceAll(
        /"b" version="1"/g,
        '"alerts" version="1.0.0"',
      ),
    ],
  ])("is named %s", async (_, text) => {
    expect(await readNames(text)).toBe("alerts_1.0.0");
  });

  it("is named in the encoding that it declares, UTF-8 without one", async () => {
    const latin1 = `<?xml version="1.0" encoding="ISO-8859-1"?>${artifacts("z\u00fcge")}`;
    expect(await readNames(Buffer.from(latin1, "latin1"))).toBe("z\u00fcge_1.0.0");
    expect(await readNames(artifacts("z\u00fcge"))).toBe("z\u00fcge_1.0.0");
    await expect(readNames(Buffer.from(artifacts("z\u00fcge"), "latin1"))).rejects.toThrow("is no C-App");
  });

  it.each([
    [
      "in a comment alone",
      `<artifacts><!--${artifacts("alerts")}--></artifacts>`,
      "names a carbon/application",
    ],
    ["with a line end", artifacts("a&#10;b"), "names a carbon/application"],
    ["with what a terminal obeys", artifacts("a&#x202e;b"), "names a carbon/application"],
    ["in text that is no XML", artifacts("alerts").slice(1), "artifacts.xml: expected well-formed XML"],
    ["below too many elements", "<a>".repeat(200_000), "at most 100 elements within each other"],
    [
      "in a file that is too large",
      artifacts("alerts").padEnd(3 * 1024 * 1024),
      "artifacts.xml is too large",
    ],
  ])("is refused when it is named %s", async (_, text, words) => {
    await expect(readNames(text)).rejects.toThrow(words);
  });

  it("has an ignored key where the product reads one: in no comment, in any spelling of XML", async () => {
    const file = await zipOf("keys.car", {
      "artifacts.xml": artifacts("keys"),
      "comment.xml": `<eventReceiver><!--${ignored}--></eventReceiver>`,
      "note.txt": ignored,
      "references.xml": ignored.replace("event.", "event&#46;"),
      "utf16.xml": utf16(ignored),
      "broken.xml": `${ignored}<`,
    });
    expect((await readCarbonApp(file, "x")).ignoredKeys).toEqual(["references.xml", "utf16.xml"]);
  });

  it("is not unpacked above a limit, however small the file is", async () => {
    const block = Buffer.alloc(32 * 1024 * 1024);
    const parts = Object.fromEntries(Array.from({ length: 3 }, (_, at) => [`part${at}.bin`, block]));
    const inner = readFileSync(await zipOf("part.zip", parts));
    const within = (count: number) =>
      zipOf(`bomb${count}.car`, {
        "artifacts.xml": artifacts("bomb"),
        ...Object.fromEntries(Array.from({ length: count }, (_, at) => [`inner${at}.zip`, inner])),
      });
    expect((await readCarbonApp(await within(2), "x")).deployedAs).toBe("bomb_1.0.0");
    await expect(readCarbonApp(await within(3), "x")).rejects.toThrow("it unpacks to more than 256 MiB");
  });

  it("is not read where an entry or the file is too large, or archives are too deep", async () => {
    const large = await zipOf("large.car", { "large.bin": Buffer.alloc(65 * 1024 * 1024) });
    await expect(readCarbonApp(large, "x")).rejects.toThrow("large.bin is larger than 64 MiB");
    truncateSync(large, 65 * 1024 * 1024);
    await expect(readCarbonApp(large, "x")).rejects.toThrow(
      "large.car has 68157440 bytes, more than the 64 MiB",
    );
    await expect(readCarbonApp(folder, "x")).rejects.toThrow("is something else than a file");
    let archive = await zipOf("0.zip", { "a.txt": "" });
    const depth = async (count: number) => {
      for (let at = 1; at <= count; at++)
        archive = await zipOf(`${at}.zip`, { "a.zip": readFileSync(archive) });
      return zipOf("deep.car", { "artifacts.xml": artifacts("deep"), "a.zip": readFileSync(archive) });
    };
    expect((await readCarbonApp(await depth(2), "x")).deployedAs).toBe("deep_1.0.0");
    await expect(readCarbonApp(await depth(1), "x")).rejects.toThrow("is an archive in 4 others");
  });

  it("is told in text that a terminal only shows", async () => {
    const file = await zipOf("hostile.car", {
      "artifacts.xml": artifacts("hostile"),
      "\u202e\u009b31m.xml": ignored,
    });
    expect(await warnings([file])).toEqual([expect.stringContaining("in \\u202e\\u009b31m.xml, ")]);
  });
});

describe("AnalyticsCluster", () => {
  const deploy = (changes: Partial<AnalyticsClusterArgs>) =>
    run(() => new AnalyticsCluster("analytics", { ...description(), ...changes }));
  /** The beginning of the names of the files that are copied to a node. */
  const copies = (node: string) =>
    `.analytics-${node}-${sha256(String(description().product.home)).slice(0, 8)}`;

  it("copies C-Apps to both nodes before the rollout, which deploys them", async () => {
    const file = await alerts();
    const { resources, ofType } = await deploy({ carbonApps: { files: [file], waitSeconds: 300 } });
    const digest = createHash("sha256").update(readFileSync(file)).digest("hex");
    expect(ofType("remote:CopyToRemote").map(({ name, inputs }) => [name, inputs.remotePath])).toEqual(
      ["node1", "node2"].map((node) => [`analytics-${node}-alerts.car`, `${copies(node)}-${digest}`]),
    );
    const order = (name: string) => resources.findIndex((resource) => resource.name === name);
    for (const node of ["node1", "node2"]) {
      expect(order(`analytics-${node}-alerts.car`)).toBeLessThan(order("analytics-rollout"));
    }
    const script = await scriptOf(withApps([file], 300));
    expect(script).toMatch(/^incoming root \.node-\w{8}$/m);
    expect(script).toMatch(/^app [0-9a-f]{64} alerts\.car alerts_1\.0\.0$/m);
    expect(script).toMatch(/^wait 300$/m);
  });

  it("takes out the C-Apps of an emptied list", async () => {
    const script = await scriptOf(withApps([]));
    expect(script).toMatch(/^wait -$/m);
    expect(script).not.toMatch(/^app /m);
  });

  it("has the Subversion client copied or downloaded by each node, with its checksum", async () => {
    const svnKit = { path: "/srv/svnkit.jar", sha256: "0".repeat(64) };
    const { resources, ofType } = await deploy({
      deploymentSynchronizer: { svnUrl: "https://svn.internal/r", libraries: { svnKit } },
    });
    expect(ofType("remote:CopyToRemote").map(({ name }) => name)).toEqual([
      "analytics-node1-svnkit-all-1.8.7.wso2v1.jar",
      "analytics-node2-svnkit-all-1.8.7.wso2v1.jar",
    ]);
    const prepare = resources.find(({ name }) => name === "analytics-node2-prepare");
    const lines = String(prepare?.inputs.stdin)
      .split("\n")
      .filter((line) => /^(incoming|library) /.test(line));
    expect(lines).toEqual([
      `incoming root ${copies("node2")}`,
      `library repository/components/dropins svnkit-all-1.8.7.wso2v1.jar ${"0".repeat(64)} -`,
      expect.stringMatching(
        /^library repository\/components\/lib trilead-ssh2-1\.0\.0-build215\.jar [0-9a-f]{64} https:\/\/repo1\.maven\.org\//,
      ),
    ]);
  });
});
