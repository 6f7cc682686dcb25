import type { ServiceDescription } from "../../description";
import type { ProductProfile } from "../../product";
import { type DistributionText, Sources } from "../files/sources";
import type { Finding } from "./finding";
import { Findings } from "./findings";
import { hazelcastFile } from "./hazelcastFile";
import { logPattern } from "./logPattern";
import { startScript } from "./startScript";

/** The files of a node's home that decide besides those that are rendered. */
export function hostedPaths({ files }: ProductProfile): string[] {
  const { hazelcastConfiguration, startScript, logConfiguration } = files;
  return [hazelcastConfiguration, startScript, logConfiguration].flatMap((path) => path ?? []);
}

/**
 * The findings in a node's home, which may be another one than the distribution.
 *
 * @param service as described
 * @param texts of `hostedPaths`, as far as they are there
 */
export function hostedFindings(
  profile: ProductProfile,
  service: ServiceDescription | undefined,
  texts: DistributionText,
): Finding[] {
  const home = { files: new Sources(texts), datasources: [] };
  const inspected = { profile, description: { service }, before: home, after: [home, home] as const };
  const findings = new Findings();
  for (const check of [hazelcastFile, startScript, logPattern]) findings.add(check(inspected));
  return findings.list();
}
