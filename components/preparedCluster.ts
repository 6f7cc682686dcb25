import { type ConfigurationSet, configurationSet, sha256 } from "./configuration/configurationSet";
import type { ClusterDescription } from "./configuration/description";
import { maskSecrets } from "./configuration/mask";
import { configuredPorts, type EffectivePort, portMap } from "./configuration/ports";
import { DescriptionError } from "./configuration/problem";
import { findProfile, type PortRole } from "./configuration/product";
import { distributionPaths, type RenderedFile, renderCluster } from "./configuration/render";
import { validatePorts } from "./configuration/validation/validate";
import { readDistribution } from "./distribution/readDistribution";

/** All that follows from a description and the distribution it names, for both nodes. */
export interface PreparedCluster {
  sets: [ConfigurationSet, ConfigurationSet];
  /** Path to the sha256 of the text with its secrets masked, so that it can be shown. */
  digests: [Record<string, string>, Record<string, string>];
  ports: [Record<PortRole, EffectivePort>, Record<PortRole, EffectivePort>];
  warnings: string[];
}

/**
 * @throws DescriptionError with every problem that shows only with the distribution at hand: files that are missing or
 *   not as expected, ports that collide after its offset
 */
export async function prepareCluster(description: ClusterDescription): Promise<PreparedCluster> {
  const profile = findProfile(description.product.profile);
  const location = description.product.distribution;
  if (profile === undefined || location === undefined) {
    throw new DescriptionError([
      {
        place: "product.distribution",
        problem: "is not given",
        remedy: "name the product's zip or its unpacked folder",
      },
    ]);
  }
  const distribution = await readDistribution(location, distributionPaths(description, profile));
  const rendered = renderCluster(description, distribution);
  const problems = validatePorts(description, rendered.offset);
  if (problems.length > 0) {
    throw new DescriptionError(problems);
  }
  const masked = renderCluster(maskSecrets(description), distribution);
  return {
    sets: [configurationSet(rendered.nodes[0]), configurationSet(rendered.nodes[1])],
    digests: [digests(masked.nodes[0]), digests(masked.nodes[1])],
    ports: [
      portMap(profile, rendered.offset, configuredPorts(description, 0)),
      portMap(profile, rendered.offset, configuredPorts(description, 1)),
    ],
    warnings: [...rendered.warnings, ...unverifiedHosts(description)],
  };
}

/** Whoever answers in place of such a host is sent the files with their passwords. */
function unverifiedHosts({ nodes }: ClusterDescription): string[] {
  const places = nodes.flatMap(({ ssh }, index) =>
    ssh?.hostKey === undefined ? [`nodes[${index}].ssh.hostKey`] : [],
  );
  return places.length === 0
    ? []
    : [
        `${places.join(" and ")} not given, so any host that answers there is trusted with the files and their passwords, ` +
          "and a host that was made anew is not noticed; give the key that `ssh-keyscan -t ed25519 <host>` prints.",
      ];
}

function digests(files: readonly RenderedFile[]): Record<string, string> {
  return Object.fromEntries(files.map(({ path, text }) => [path, sha256(text)]));
}
