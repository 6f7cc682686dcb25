import { existsSync, mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { type MotoServer, startMotoServer } from "../machine/motoServer";
import { type MySqlServer, startMySqlServer } from "../machine/mysqlServer";
import { providePlugins } from "../machine/plugins";
import { bundleAwsPlugin } from "../plugins/bundle";
import { DataCenter } from "./dataCenter";
import { type Gateway, startGateway } from "./gateway";
import { MachineAddresses } from "./machineAddresses";
import { refuseWithoutRoot } from "./virtualMachine";

export interface RehearsalOptions {
  /** Holds everything. */
  folder: string;
  /** A folder with what the image has where the volume is mounted: the product's home. */
  imageFolder: string;
}

/** An AWS on this machine, until this process ends: moto's records, SSH hosts behind them, and a MySQL that stands for RDS. */
export interface Rehearsal {
  folder: string;
  moto: MotoServer;
  mysql: MySqlServer;
  dataCenter: DataCenter;
  /** What the network is reached through. */
  gateway: Gateway;
  /** For the engine and its plugins. */
  environment: Record<string, string>;
  pulumiHome: string;
  /** Where the volumes are mounted on the VMs; empty for everybody else. */
  mountPoint: string;
  stop(): Promise<void>;
}

const region = "eu-west-1";

/** The folders of the servers that a rehearsal in that folder has, or had before its process was killed. */
export function rehearsalServers(folder: string): string[] {
  const instances = path.join(folder, "instances");
  const machines = existsSync(instances) ? readdirSync(instances).map((id) => path.join(instances, id)) : [];
  return [path.join(folder, "moto"), path.join(folder, "mysql"), ...machines];
}

export async function startRehearsal({ folder, imageFolder }: RehearsalOptions): Promise<Rehearsal> {
  refuseWithoutRoot();
  const mountPoint = path.join(folder, "opt");
  const pulumiHome = path.join(folder, "pulumi-home");
  mkdirSync(mountPoint, { recursive: true });
  await providePlugins(pulumiHome);
  await bundleAwsPlugin(pulumiHome);
  const [moto, mysql] = await Promise.all([
    startMotoServer({ folder: path.join(folder, "moto") }),
    // Enough for the connection pools of both nodes.
    startMySqlServer({ folder: path.join(folder, "mysql"), options: ["--max-connections=600"] }),
  ]);
  const dataCenter = new DataCenter({ url: moto.url, region, folder, imageFolder });
  const gateway = await startGateway((address, port) =>
    port === 22 ? dataCenter.machineAt(address) : Promise.resolve(undefined),
  );
  const addresses = new MachineAddresses(dataCenter);
  return {
    folder,
    moto,
    mysql,
    dataCenter,
    gateway,
    environment: {
      AWS_ENDPOINT_URL: moto.url,
      OFFLINE_AWS_MODELS: moto.models,
      AWS_REGION: region,
      OFFLINE_AWS_DATABASE: `${mysql.host}:${mysql.port}`,
      OFFLINE_AWS_DATABASE_LOGIN: mysql.defaultsFile,
    },
    pulumiHome,
    mountPoint,
    async stop() {
      await addresses.end();
      await gateway.stop();
      await dataCenter.end();
      await Promise.all([moto.stop(), mysql.stop()]);
    },
  };
}
