import { rmSync } from "node:fs";
import path from "node:path";
import { vi } from "vitest";
import type { AwsAnalyticsClusterArgs } from "../../components/aws";
import { productFolder } from "../../tools/demo/demoFolder";
import { makeProductHomes } from "../../tools/demo/productHome";
import { provideMoto } from "../../tools/machine/motoServer";
import { endProcessesRunFrom } from "../../tools/machine/serverProcess";
import { loginThrough } from "../../tools/rehearsal/gateway";
import { type Rehearsal, startRehearsal } from "../../tools/rehearsal/rehearsal";
import { sampleProductFolder } from "../support/sampleProduct";

/** An AWS on this machine, known to the engine's plugins, with a home of the product in its images. */
export async function startAwsRehearsal(folder: string, product = sampleProductFolder): Promise<Rehearsal> {
  await provideMoto(() => undefined);
  const imageFolder = path.join(folder, "image");
  await makeProductHomes(product, [path.join(imageFolder, productFolder)]);
  const rehearsal = await startRehearsal({ folder, imageFolder });
  for (const [name, value] of Object.entries(rehearsal.environment)) vi.stubEnv(name, value);
  return rehearsal;
}

/** @param rehearsal undefined where it did not start */
export async function endAwsRehearsal(folder: string, rehearsal: Rehearsal | undefined): Promise<void> {
  vi.unstubAllEnvs();
  await rehearsal?.stop();
  await endProcessesRunFrom(path.join(folder, "pulumi-home", "plugins"));
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

/** A deployment in the default VPC, without the product's service. */
export function clusterArgs({ gateway, mountPoint }: Rehearsal): AwsAnalyticsClusterArgs {
  return {
    product: {
      profile: "apim-analytics-2.1.0",
      home: path.join(mountPoint, productFolder),
      distribution: sampleProductFolder,
    },
    ssh: loginThrough(gateway),
    database: {
      username: "wso2analytics",
      password: "a-password",
      tls: "off",
      clientHosts: ["127.0.0.1"],
    },
    service: { manage: false },
    allowLoopbackAddresses: true,
  };
}
