import {
  type ClusterDescription,
  DescriptionError,
  deprecationWarnings,
  formatProblem,
  type Problem,
  ProblemCode,
  printable,
  withCurrentNames,
} from "../description";
import {
  type CarbonAppsRequest,
  carbonAppsRequest,
  carbonAppWarnings,
  type NodePreparation,
  type ProductArtifacts,
  preparation,
  productArtifacts,
  productText,
  readCarbonApps,
  type ServiceRun,
  serviceRun,
} from "../node";
import {
  configuredPorts,
  type EffectivePort,
  fullStopFingerprint,
  type NodeSettings,
  nodeNames,
  nodeSettings,
  type PortRole,
  type ProductProfile,
  portMap,
  serviceText,
  validate,
  validatePorts,
} from "../product";
import {
  createRevision,
  type RenderedFile,
  type Revision,
  readProduct,
  readTrustStore,
  renderCluster,
  sha256,
  warningLines,
} from "../render";
import { unverifiedHosts } from "./unverifiedHosts";

/** All that follows from a description and the distribution it names, for both nodes. */
export interface DeploymentPlan {
  revisions: [Revision, Revision];
  /** Path to the sha256 of the text with its secrets masked, so that it can be shown. */
  digests: [Record<string, string>, Record<string, string>];
  ports: [Record<PortRole, EffectivePort>, Record<PortRole, EffectivePort>];
  /** What is made on each node around the product, before anything is staged. */
  preparations: [NodePreparation, NodePreparation];
  /** What is done with the C-Apps on each node, while the product runs. */
  carbonApps: CarbonAppsRequest;
  /** Of the files of the C-Apps, in their order. */
  carbonAppDigests: string[];
  /** How the product is run on the nodes. */
  run: ServiceRun;
  /** The files of the product that both nodes get. */
  product: ProductArtifacts;
  warnings: string[];
}

/**
 * For programs that install and stage a node by itself (`AnalyticsNode`).
 *
 * @throws DescriptionError with every problem of the description, else with those that show only with the distribution at hand
 */
export async function planDeployment(description: ClusterDescription): Promise<DeploymentPlan> {
  throwAny(validate(description));
  const plan = await deploymentPlan(description);
  return { ...plan, warnings: [...plan.warnings, ...unverifiedHosts(description, [])] };
}

/**
 * The same for a description that was validated.
 *
 * @throws DescriptionError with every problem that shows only with the distribution at hand: files that are missing or
 *   not as expected, ports that collide after its offset
 */
export async function deploymentPlan(given: ClusterDescription): Promise<DeploymentPlan> {
  const named = withCurrentNames(given);
  const location = named.product.distribution;
  if (location === undefined) {
    throw new DescriptionError([
      {
        place: "product.distribution",
        code: ProblemCode.MissingArgument,
        problem: "is not given",
        remedy: "name the product's zip or its unpacked folder",
      },
    ]);
  }
  const { caBundle } = named.database;
  const [{ description, profile, warnings, distribution }, [apps, trustStore]] = await bothOf(
    readProduct(named, location),
    bothOf(
      readCarbonApps(named.carbonApps?.files ?? []),
      caBundle === undefined ? Promise.resolve(undefined) : readTrustStore(caBundle),
    ),
  );
  const rendered = renderCluster(description, distribution, trustStore);
  throwAny(validatePorts(description, rendered.offset));
  const masked = rendered.masked();
  const product = await productArtifacts(description.product);
  const [entries1, entries2] = revisionTexts(description, profile, rendered.offset);
  const revisions: DeploymentPlan["revisions"] = [
    createRevision(rendered.nodes[0], { ...entries1, ...productText(product) }, nodeNames[0]),
    createRevision(rendered.nodes[1], { ...entries2, ...productText(product) }, nodeNames[1]),
  ];
  return {
    revisions,
    preparations: [preparation(description, profile, 0), preparation(description, profile, 1)],
    carbonApps: carbonAppsRequest(description, apps),
    carbonAppDigests: apps.map((app) => app.sha256),
    run: serviceRun(description, profile),
    digests: [digests(masked[0]), digests(masked[1])],
    ports: [
      portMap(profile, rendered.offset, configuredPorts(description, 0)),
      portMap(profile, rendered.offset, configuredPorts(description, 1)),
    ],
    product,
    warnings: [
      ...deprecationWarnings(given),
      ...warnings.map(formatProblem),
      ...warningLines(rendered.findings),
      ...carbonAppWarnings(apps),
      ...sharedTwice(description),
    ].map(printable),
  };
}

function throwAny(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new DescriptionError(problems);
}

/** The results of both, or the problems of both. */
async function bothOf<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  const problems = (await Promise.allSettled([one, other])).flatMap((result) =>
    result.status === "rejected" && result.reason instanceof DescriptionError ? result.reason.problems : [],
  );
  if (problems.length > 0) throw new DescriptionError(problems);
  return Promise.all([one, other]);
}

/** What belongs to a node's revision besides its files, where the product is run from here. */
function revisionTexts(
  description: ClusterDescription,
  profile: ProductProfile,
  offset: number,
): [Record<string, string>, Record<string, string>] {
  const { service } = description;
  if (service?.manage === false) return [{}, {}];
  const nodes: [NodeSettings, NodeSettings] = [
    nodeSettings(description, profile, offset, 0),
    nodeSettings(description, profile, offset, 1),
  ];
  // The entry is called `together` on the nodes: its name is part of the digests of revisions.
  const entries = { together: fullStopFingerprint(profile, nodes) };
  return [
    { service: serviceText(service, profile, nodes, 0), ...entries },
    { service: serviceText(service, profile, nodes, 1), ...entries },
  ];
}

/** To the specification (cluster step 5) the one is in place of the other. */
function sharedTwice({ carbonApps, deploymentSynchronizer }: ClusterDescription): string[] {
  if (carbonApps === undefined || deploymentSynchronizer === undefined) return [];
  return [
    "carbonApps are deployed on both nodes, and deploymentSynchronizer takes from one node to the other what is deployed there; leave out one of them.",
  ];
}

function digests(files: readonly RenderedFile[]): Record<string, string> {
  return Object.fromEntries(files.map(({ path, text }) => [path, sha256(text)]));
}
