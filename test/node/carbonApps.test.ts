import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { AnalyticsCluster, type AnalyticsClusterArgs, planDeployment } from "../../components";
import type { ClusterDescription } from "../../components/description/clusterDescription";
import { sha256 } from "../../components/render";
import { writeZip } from "../render/distribution/zipFile";
import { description } from "../support/description";
import { run } from "../support/engineMocks";

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

function withApps(files: string[]): ClusterDescription {
  return { ...(description() as ClusterDescription), carbonApps: { files } };
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
    expect(await problems(wrong)).toEqual([
      expect.stringMatching(/^product\.distribution: \/nowhere\/product\.zip/),
      "carbonApps.files[0]: /nowhere/a.car does not exist; correct the path",
      expect.stringMatching(/^carbonApps\.files\[1\]: .*text\.car is no C-App/),
      expect.stringMatching(/^carbonApps\.files\[2\]: .*no artifacts\.xml that names a carbon\/application/),
    ]);
  });
});

describe("AnalyticsCluster", () => {
  const deploy = (changes: Partial<AnalyticsClusterArgs>) =>
    run(() => new AnalyticsCluster("analytics", { ...description(), ...changes }));
  /** The beginning of the names of the files that are copied to a node. */
  const copies = (node: string) =>
    `.analytics-${node}-${sha256(String(description().product.home)).slice(0, 8)}`;

  it("copies C-Apps to both nodes and deploys them between the turns and the verification", async () => {
    const file = await alerts();
    const { resources, ofType } = await deploy({ carbonApps: { files: [file], waitSeconds: 300 } });
    const digest = createHash("sha256").update(readFileSync(file)).digest("hex");
    expect(ofType("remote:CopyToRemote").map(({ name, inputs }) => [name, inputs.remotePath])).toEqual(
      ["node1", "node2"].map((node) => [`analytics-${node}-alerts.car`, `${copies(node)}-${digest}`]),
    );
    const order = (name: string) => resources.findIndex((resource) => resource.name === name);
    for (const node of ["node1", "node2"]) {
      const deployed = order(`analytics-${node}-carbonApps`);
      expect(deployed).toBeGreaterThan(order("analytics-node2-secondTurn"));
      expect(deployed).toBeGreaterThan(order(`analytics-${node}-alerts.car`));
      expect(deployed).toBeLessThan(order("analytics-node1-verify"));
      const script = String(resources[deployed]?.inputs.stdin);
      expect(script).toContain(`\nincoming root ${copies(node)}\n`);
      expect(script).toMatch(/^app [0-9a-f]{64} alerts\.car alerts_1\.0\.0$/m);
      expect(script).toMatch(/^wait 300$/m);
    }
  });

  it("takes out the C-Apps of an emptied list", async () => {
    const { resources } = await deploy({ carbonApps: { files: [] } });
    const script = resources.find(({ name }) => name === "analytics-node1-carbonApps")?.inputs.stdin;
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
