import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeZip } from "../render/distribution/zipFile";
import { sha256 } from "../scripts/delivered";
import { type Change, RunningCluster } from "./runningCluster";

const folder = "repository/deployment/server/carbonapps";
const svnKit = "repository/components/dropins/svnkit-all-1.8.7.wso2v1.jar";
const sshClient = "repository/components/lib/trilead-ssh2-1.0.0-build215.jar";
const nodes = [0, 1] as const;
const cluster = new RunningCluster();
beforeAll(() => cluster.start());
afterAll(() => cluster.end());

/** A C-App with one event receiver, whose folder may be missing in it, in a file of this run's own. */
async function carbonApp(name: string, version: string, { isWhole = true, key = "events.duplicated" } = {}) {
  const receiver = `<dependency artifact="receiver" version="${version}"/>`;
  const entries = {
    "artifacts.xml": `<artifacts><artifact name="${name}" version="${version}" type="carbon/application">${receiver}</artifact></artifacts>`,
    ...(isWhole && { [`receiver_${version}/artifact.xml`]: "<artifact/>" }),
    "about.xml": `<about folder="${cluster.workplace.folder}"><property name="${key}.in.cluster"/></about>`,
  };
  const file = path.join(cluster.workplace.folder, `${name}.car`);
  const zipped = Object.entries(entries).map(([entry, text]) => ({ name: entry, bytes: Buffer.from(text) }));
  await writeZip(file, zipped);
  return file;
}

const withApps =
  (files: string[], waitSeconds = 30): Change =>
  (args) => {
    const { folder: here } = cluster.workplace;
    const jar = (name: string) => ({ path: path.join(here, name), sha256: sha256(`${here} ${name}`) });
    args.directories = [{ path: "repository/data", target: path.join(here, "kept") }];
    args.deploymentSynchronizer = {
      svnUrl: "https://127.0.0.1/repository",
      libraries: { svnKit: jar("svnkit.jar"), sshClient: jar("trilead.jar") },
    };
    args.carbonApps = { files, waitSeconds };
  };

const names = (node: 0 | 1) => {
  const here = path.join(cluster.home(node), folder);
  return existsSync(here) ? readdirSync(here).sort() : [];
};
/** What the product says of its C-Apps since its start. */
const told = (node: 0 | 1) =>
  [...cluster.log(node).matchAll(/Successfully (\w+) Carbon Application : (\S+)\{super-tenant\}/g)].map(
    ([, what, name]) => `${what} ${name}`,
  );
/** Copies of what is on this machine only, in the home of who logs in. */
const copies = (digests: readonly string[]) =>
  readdirSync(homedir()).filter((name) => digests.some((digest) => name.endsWith(digest)));
const digest = (file: string) => sha256(readFileSync(file));

describe("files beside the configuration", () => {
  let alerts = "";
  let reports = "";

  it("are there and deployed when the first update ends", async () => {
    alerts = await carbonApp("alerts", "1.0.0");
    reports = await carbonApp("reports", "1.0.0", { key: "event.duplicated" });
    for (const name of ["svnkit.jar", "trilead.jar"]) {
      writeFileSync(path.join(cluster.workplace.folder, name), `${cluster.workplace.folder} ${name}`);
    }
    for (const node of nodes) {
      mkdirSync(path.join(cluster.home(node), "repository/data"), { recursive: true });
      writeFileSync(path.join(cluster.home(node), "repository/data/index"), "an index");
    }
    const { failed, output } = await cluster.up(withApps([alerts, reports]));
    expect(failed, output).toBe(false);
    expect(output).toMatch(/reports\.car has event\.duplicated\.in\.cluster in about\.xml, .*; write events/);
    for (const node of nodes) {
      expect(told(node).sort()).toEqual(["Deployed alerts_1.0.0", "Deployed reports_1.0.0"]);
      expect(names(node)).toEqual(["alerts.car", "reports.car"]);
      expect(cluster.read(node, svnKit)).toContain("svnkit.jar");
      expect(cluster.read(node, sshClient)).toContain("trilead.jar");
      const data = path.join(cluster.home(node), "repository/data");
      expect(lstatSync(data).isSymbolicLink()).toBe(true);
      expect(readlinkSync(data)).toBe(path.join(cluster.workplace.folder, "kept"));
      expect(cluster.read(node, "repository/data/index")).toBe("an index");
    }
    const jars = [cluster.read(0, svnKit), cluster.read(0, sshClient)].map((jar) => sha256(jar));
    expect(copies([digest(alerts), digest(reports), ...jars])).toEqual([]);
  });

  it("are not sent again by the same update again", async () => {
    const { changes, output } = await cluster.up(withApps([alerts, reports]));
    expect(Object.keys(changes), output).toEqual(["same"]);
  });

  it("are deployed anew where a C-App has changed, without a restart", async () => {
    alerts = await carbonApp("alerts", "1.1.0");
    const { failed, output, operations } = await cluster.up(withApps([alerts, reports]));
    expect(failed, output).toBe(false);
    for (const node of nodes) {
      expect(told(node).slice(2)).toEqual(["Undeployed alerts_1.0.0", "Deployed alerts_1.1.0"]);
      expect(operations[`analytics-node${node + 1}-reports.car`]).toBe("same");
      expect(cluster.starts(node)).toBe(1);
    }
    expect(copies([digest(alerts)])).toEqual([]);
  });

  it("fail the update, and the same one again, where a C-App is never deployed", async () => {
    const broken = await carbonApp("broken", "1.0.0", { isWhole: false });
    for (const _ of ["first", "again"]) {
      const { failed, errors } = await cluster.up(withApps([alerts, reports, broken], 3));
      const message = errors.join("\n");
      expect(failed).toBe(true);
      expect(message).toMatch(
        /node[12]\/wso2am-analytics-2\.1\.0\/\S+\/broken\.car, the C-App broken_1\.0\.0, was not/,
      );
      expect(message).toContain("Some dependencies in cApp : broken_1.0.0 were not satisfied");
    }
    await carbonApp("broken", "1.0.1");
    const { failed, output } = await cluster.up(withApps([alerts, reports, broken]));
    expect(failed, output).toBe(false);
    for (const node of nodes) expect(told(node).at(-1)).toBe("Deployed broken_1.0.1");
  });

  it("go from both nodes when they are taken out of the list", async () => {
    const { failed, output } = await cluster.up(withApps([alerts]));
    expect(failed, output).toBe(false);
    for (const node of nodes) {
      expect(names(node)).toEqual(["alerts.car"]);
      expect(cluster.starts(node)).toBe(1);
    }
  });
});
