import type { ClusterDescription } from "../../description";
import type { ProductProfile } from "../../product";
import type { Sources } from "../files/sources";
import { datasourceNames } from "./datasourceNames";
import { findDatasources, type HomeDatasource } from "./datasources";
import type { Finding } from "./finding";
import { hazelcastFile } from "./hazelcastFile";
import { localRegistry } from "./localRegistry";
import { logPattern } from "./logPattern";
import { malformedDatasources } from "./malformedDatasources";
import { mountTargets } from "./mountTargets";
import { privateStatistics } from "./privateStatistics";
import { publicGroupPassword } from "./publicGroupPassword";
import { removedAliases } from "./removedAliases";
import { removedSettings } from "./removedSettings";
import { sparkScript } from "./sparkScript";
import { startScript } from "./startScript";
import { staticQuorum } from "./staticQuorum";
import { taskServers } from "./taskServers";

export interface Inspected {
  description: ClusterDescription;
  profile: ProductProfile;
  /** The distribution. */
  before: Home;
  /** What is made of it on each node. */
  after: readonly [Home, Home];
}

export interface Home {
  files: Sources;
  datasources: readonly HomeDatasource[];
}

/**
 * Each looks at one thing besides the deployment's edits that decides what the product does, and knows nothing of the others.
 * A file that is missing or malformed is not its concern.
 */
const checks: readonly ((inspected: Inspected) => Finding[])[] = [
  malformedDatasources,
  datasourceNames,
  localRegistry,
  mountTargets,
  hazelcastFile,
  startScript,
  sparkScript,
  logPattern,
  removedAliases,
  removedSettings,
  publicGroupPassword,
  privateStatistics,
  staticQuorum,
  taskServers,
];

export function homeFindings(
  description: ClusterDescription,
  profile: ProductProfile,
  distribution: Sources,
  nodes: readonly [Sources, Sources],
): Finding[] {
  const home = (files: Sources): Home => ({ files, datasources: findDatasources(files, profile) });
  const after = [home(nodes[0]), home(nodes[1])] as const;
  const inspected = { description, profile, before: home(distribution), after };
  return checks.flatMap((check) => check(inspected));
}
