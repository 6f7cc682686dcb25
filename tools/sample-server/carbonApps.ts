import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { openPromise } from "yauzl";
import { XmlReader } from "./configuration/xmlReader";
import type { ServerLog } from "./serverLog";

const source = "org.wso2.carbon.application.deployer.internal.ApplicationManager";
/** The product looks every 15 seconds. */
const intervalMilliseconds = 200;

interface Deployed {
  modified: number;
  /** `NAME_VERSION`; undefined where it was not deployed. */
  name: string | undefined;
}

/** Deploys the C-Apps of the home while the server runs, with the lines of the product, which it also does only in its log. */
export class CarbonApps {
  private readonly folder: string;
  private readonly log: ServerLog;
  private readonly known = new Map<string, Deployed>();
  private timer: NodeJS.Timeout | undefined;

  constructor(home: string, log: ServerLog) {
    this.folder = path.join(home, "repository/deployment/server/carbonapps");
    this.log = log;
  }

  start(): void {
    this.timer = setTimeout(async () => {
      await this.look();
      if (this.timer !== undefined) this.start();
    }, intervalMilliseconds);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** What is new or has another time is deployed, what is gone undeployed. */
  private async look(): Promise<void> {
    const present = existsSync(this.folder)
      ? readdirSync(this.folder).filter((file) => file.endsWith(".car"))
      : [];
    for (const file of this.known.keys()) if (!present.includes(file)) this.undeploy(file);
    for (const file of present) {
      const modified = statSync(path.join(this.folder, file)).mtimeMs;
      if (this.known.get(file)?.modified === modified) continue;
      this.undeploy(file);
      this.known.set(file, { modified, name: await this.deploy(path.join(this.folder, file)) });
    }
  }

  private undeploy(file: string): void {
    const name = this.known.get(file)?.name;
    if (name !== undefined)
      this.log.info(source, `Successfully Undeployed Carbon Application : ${name}{super-tenant}`);
    this.known.delete(file);
  }

  private async deploy(file: string): Promise<string | undefined> {
    this.log.info(source, `Deploying Carbon Application : ${path.basename(file)}...`);
    try {
      const { name, isWhole } = await readCarbonApp(file);
      if (isWhole) {
        this.log.info(source, `Successfully Deployed Carbon Application : ${name}{super-tenant}`);
        return name;
      }
      this.log.error(
        source,
        `Some dependencies in cApp : ${name} were not satisfied. Check whether all dependent artifacts are included in cApp file : ${file}`,
      );
    } catch (error) {
      this.log.error(
        source,
        `Error occurred while deploying Carbon Application: ${(error as Error).message}`,
      );
    }
    return undefined;
  }
}

/** What it is called, and whether each of its dependencies has its folder in it. */
async function readCarbonApp(file: string): Promise<{ name: string; isWhole: boolean }> {
  const zip = await openPromise(file);
  const entries: string[] = [];
  let artifacts = "";
  for await (const entry of zip.eachEntry()) {
    entries.push(entry.fileName);
    if (entry.fileName === "artifacts.xml")
      artifacts = (await buffer(await zip.openReadStreamPromise(entry))).toString("latin1");
  }
  const xml = new XmlReader(artifacts);
  const [name] = xml.attributes("name", "artifact");
  const [version] = xml.attributes("version", "artifact");
  const names = xml.attributes("artifact", "artifact", "dependency");
  const versions = xml.attributes("version", "artifact", "dependency");
  const isWhole = names.every((each, index) => entries.includes(`${each}_${versions[index]}/artifact.xml`));
  return { name: `${name}_${version}`, isWhole };
}
