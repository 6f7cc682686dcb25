import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { InstallArgs, JdbcDriverArgs } from "../../components/description/arguments/clusterArgs";
import { buildSampleProduct, zipSampleProduct } from "../../tools/sample-server/sampleDistribution";
import { FileServer, sha256 } from "../scripts/delivered";
import { type Change, RunningCluster } from "./runningCluster";
import { ServiceSamples } from "./serviceSamples";

const driver = "mysql-connector-java-5.1.49.jar";
const programFolder = process.cwd();
const lib = "repository/components/lib";
const files: Record<string, Buffer> = {};
const server = new FileServer(files);
const cluster = new RunningCluster();
let base = "";
let zip = "";

beforeAll(async () => {
  await cluster.start();
  zip = path.join(cluster.workplace.folder, "wso2am-analytics-2.1.0.zip");
  await zipSampleProduct(cluster.home(0), zip);
  files["product.zip"] = readFileSync(zip);
  files[driver] = Buffer.from("driver 49");
  writeFileSync(path.join(cluster.workplace.folder, driver), "driver 49");
  base = await server.start();
  // The hosts have had the product only to make the zip of it.
  for (const node of [0, 1] as const) rmSync(cluster.home(node), { recursive: true });
});
afterAll(async () => {
  server.stop();
  await cluster.end();
});

const installed =
  (install: InstallArgs, jdbcDriver: JdbcDriverArgs): Change =>
  (args) => {
    Object.assign(args.product, { distribution: zip, install, jdbcDriver });
  };
/** Relative to this program's folder, which is not the one that the engine works in. */
const sent = (): Change => (args) => {
  const [distribution, file] = [zip, path.join(cluster.workplace.folder, driver)].map((each) =>
    path.relative(programFolder, each),
  );
  Object.assign(args.product, { distribution, install: {}, jdbcDriver: { file } });
};
const drivers = (node: 0 | 1) =>
  readdirSync(path.join(cluster.home(node), lib)).filter((name) => name.startsWith("mysql-connector"));

describe("a product that is not on the nodes yet", () => {
  it("stays away when the local zip is another one than its checksum says", async () => {
    const { failed, errors } = await cluster.up(installed({ sha256: sha256("other") }, { file: driver }));
    expect(failed).toBe(true);
    expect(errors.join("\n")).toContain("product.install.sha256");
    expect(existsSync(`${cluster.home(0)}.deployment`)).toBe(false);
  });

  it("stays away when what the nodes download is another one", async () => {
    const install = { url: `${base}/product.zip`, sha256: sha256("other") };
    const { failed, errors } = await cluster.up((args) => {
      const { distribution } = args.product;
      installed(install, { url: `${base}/${driver}`, sha256: sha256("driver 49") })(args);
      // Its checksum would be compared before anything is downloaded.
      args.product.distribution = distribution;
    });
    expect(failed).toBe(true);
    expect(errors.join("\n")).toContain(`${base}/product.zip has not the checksum`);
    for (const node of [0, 1] as const) {
      expect(existsSync(cluster.home(node))).toBe(false);
      expect(readdirSync(`${cluster.home(node)}.deployment`)).toEqual(["lock", "version"]);
    }
  });

  it("is sent, installed with its driver and started, also over an interrupted installation", async () => {
    const half = path.join(`${cluster.home(1)}.deployment`, "unpacked/content/wso2am-analytics-2.1.0");
    mkdirSync(path.join(half, "repository/conf"), { recursive: true });
    const { failed, output, operations } = await cluster.up(sent());
    expect(failed, output).toBe(false);
    expect(cluster.roles().sort()).toEqual(["active", "passive"]);
    for (const node of [0, 1] as const) {
      expect(operations[`analytics-node${node + 1}-distribution`]).toBe("create");
      expect(drivers(node)).toEqual([driver]);
      expect(existsSync(path.join(`${cluster.home(node)}.deployment`, "unpacked"))).toBe(false);
    }
  });

  it("is neither sent nor touched by the same update again", async () => {
    const before = await cluster.belongings();
    const { changes, output } = await cluster.up(sent());
    expect(Object.keys(changes), output).toEqual(["same"]);
    expect(await cluster.belongings()).toEqual(before);
    expect([cluster.starts(0), cluster.starts(1)]).toEqual([1, 1]);
  });

  it("is not sent again from another copy of the program's folder", async () => {
    const copy = path.join(cluster.workplace.folder, "a/checkout/in/a/folder/of/its/own");
    for (const file of [zip, path.join(cluster.workplace.folder, driver)]) {
      const other = path.resolve(copy, path.relative(programFolder, file));
      mkdirSync(path.dirname(other), { recursive: true });
      copyFileSync(file, other);
    }
    const change = sent();
    const folder = vi.spyOn(process, "cwd").mockReturnValue(copy);
    const { changes, output } = await cluster.up(change).finally(() => folder.mockRestore());
    expect(Object.keys(changes), output).toEqual(["same"]);
  });

  it("is sent and installed again where it is gone with its disk, and the other node serves meanwhile", async () => {
    const gone = cluster.active === 0 ? 1 : 0;
    const pid = cluster.pid(cluster.active);
    cluster.kill(gone, "SIGKILL");
    for (const folder of [cluster.home(gone), `${cluster.home(gone)}.deployment`]) {
      rmSync(folder, { recursive: true });
    }
    const { failed, output } = await cluster.up(sent());
    expect(failed, output).toBe(false);
    expect(cluster.roles().sort()).toEqual(["active", "passive"]);
    expect(cluster.pid(cluster.active)).toBe(pid);
    const { changes } = await cluster.up(sent());
    expect(Object.keys(changes)).toEqual(["same"]);
  });

  it("gets another driver one node at a time, and loses nothing", async () => {
    files["mysql-connector-java-5.1.48.jar"] = Buffer.from("driver 48");
    const other = { url: `${base}/mysql-connector-java-5.1.48.jar`, sha256: sha256("driver 48") };
    const activations = cluster.activations();
    const { failed, output } = await cluster.up(installed({}, other));
    expect(failed, output).toBe(false);
    for (const node of [0, 1] as const) {
      expect(drivers(node)).toEqual(["mysql-connector-java-5.1.48.jar"]);
      expect(cluster.starts(node)).toBe(2);
    }
    expect(cluster.activations()).toBe(activations + 1);
  });

  it("is exchanged for another update of it, one node at a time, and loses nothing", async () => {
    const before = await cluster.belongings();
    const activations = cluster.activations();
    const samples = new ServiceSamples(cluster.addresses);
    const { failed, output } = await cluster.up(updated(await updateOf("2")));
    expect(await samples.end()).toEqual([]);
    expect(failed, output).toBe(false);
    for (const node of [0, 1] as const) {
      expect(cluster.read(node, version)).toContain("Update 2");
      expect(cluster.starts(node)).toBe(3);
    }
    expect(cluster.activations()).toBe(activations + 1);
    expect(withoutVersion(await cluster.belongings())).toEqual(withoutVersion(before));
  });

  it("goes back to the update before where a node does not become healthy", async () => {
    const before = await cluster.belongings();
    const texts = exchangedTexts();
    const zipped = await updateOf("3", (folder) => {
      writeFileSync(path.join(folder, "bin/sample-server.cjs"), "process.exit(1)");
    });
    const { failed, errors } = await cluster.up(updated(zipped));
    expect(failed).toBe(true);
    expect(errors.join("\n")).toContain("its last healthy configuration is back");
    expect(cluster.roles().sort()).toEqual(["active", "passive"]);
    // Files that went and came back are others with the same text.
    expect(exchangedTexts()).toEqual(texts);
    expect(withoutExchanged(await cluster.belongings())).toEqual(withoutExchanged(before));
  });
});

const version = "bin/version.txt";
const exchanged = [version, "bin/sample-server.cjs"];

function exchangedTexts(): string[] {
  return ([0, 1] as const).flatMap((node) => exchanged.map((file) => cluster.read(node, file)));
}

function withoutExchanged(belongings: Record<string, string>): Record<string, string> {
  const isKept = ([name]: [string, string]) => !exchanged.some((file) => name.endsWith(file));
  return Object.fromEntries(Object.entries(belongings).filter(isKept));
}

/** The zip of another update of the product. */
async function updateOf(mark: string, change: (folder: string) => void = () => undefined): Promise<string> {
  const folder = await buildSampleProduct(path.join(cluster.workplace.folder, `update-${mark}`));
  change(folder);
  const file = `${folder}.zip`;
  await zipSampleProduct(folder, file, mark);
  return file;
}

const updated =
  (update: string): Change =>
  (args) => {
    installed({}, { url: `${base}/mysql-connector-java-5.1.48.jar`, sha256: sha256("driver 48") })(args);
    args.product.distribution = update;
  };

function withoutVersion(belongings: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(belongings).filter(([name]) => !name.endsWith(version)));
}
