import path from "node:path";
import { buildSampleProduct } from "../sample-server/sampleDistribution";
import { makeSampleJdk } from "../sample-server/sampleJdk";
import { place } from "./demoFolder";

/** What is deployed. */
export interface Product {
  distribution: string;
  /** What it runs on; undefined where it is only configured. */
  javaHome: string | undefined;
  /** For people. */
  told: string;
}

/**
 * The given distribution, else the sample product. Only the latter runs: the product itself listens on every address of
 * its machine, so that two of it cannot be on this one.
 */
export async function provideProduct(distribution: string | undefined): Promise<Product> {
  if (distribution !== undefined) {
    const told = `${path.basename(distribution)}, which is configured and not started (see README.md)`;
    return { distribution, javaHome: undefined, told };
  }
  return {
    distribution: await buildSampleProduct(place.sampleProduct),
    javaHome: makeSampleJdk(place.jdk),
    told: "the sample product, see tools/sample-product/README.txt",
  };
}

/** What the stack's configuration says of running it; without a JDK it is only configured. */
export function serviceConfiguration(javaHome: string | undefined): Record<string, unknown> {
  if (javaHome === undefined) return { manage: false };
  return { manager: "script", javaHome };
}

/** How long its updates wait. */
export const rolloutConfiguration = { startTimeoutSeconds: 60, steadySeconds: 1 } as const;
