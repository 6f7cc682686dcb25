import type { remote } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { AnalyticsDatabases, connectionOf, type DatabaseConnection } from "./analyticsDatabases";
import { AnalyticsNode, type NodeProductArgs } from "./analyticsNode";
import { checkedDescription, orRefuse } from "./checkedDescription";
import { checkedFiles } from "./checkedFiles";
import type { AnalyticsClusterArgs, CarbonAppsArgs } from "./clusterArgs";
import { type DatabaseNames, databaseNames } from "./configuration/databases";
import type { ClusterDescription } from "./configuration/description";
import { effectivePorts, endpointsOf, type ReceiverUrls, receiverUrls } from "./configuration/endpoints";
import { mapSecrets } from "./configuration/mapSecrets";
import { fileName } from "./configuration/validation/files";
import { type LocalFile, wantedDriver } from "./delivery";
import type { NodeOperation } from "./nodeRequests";
import { type PreparedCluster, prepareValid } from "./preparedCluster";
import { makeProtection } from "./protection";
import { localLibraries } from "./subversionClient";

/**
 * The minimum high-availability deployment on two hosts that answer SSH: both nodes' configuration, the running product
 * and, where `database.administrator` is given, the databases in MySQL.
 *
 * An update stages the files on both nodes, then rolls through them: what differs is activated and restarted one node at
 * a time, and verified at the end. Wrong input stops it before anything is changed, with
 * every problem in one error. Destroying the component leaves the nodes' files and, unless `database.retain` is false,
 * the databases with their users as they are, and the product running unless `service.stopOnDestroy` is set; while
 * `protect` is on, it is refused.
 *
 * @example
 * const cluster = new AnalyticsCluster("analytics", description);
 * export const receivers = cluster.receiverUrls;
 */
export class AnalyticsCluster extends pulumi.ComponentResource {
  /** The management consoles of node1 and node2: `https://<address>:9444/carbon/`. */
  readonly consoleUrls: pulumi.Output<string[]>;
  readonly receiverUrls: pulumi.Output<ReceiverUrls>;
  /** The ports each node listens on: `ports.node1.eventSync`. */
  readonly ports: pulumi.Output<Record<string, Record<string, number>>>;
  /**
   * The files of each node that differ from the distribution: path to the sha256 of the text with its secrets masked.
   * Shows in a preview which files an update will change.
   */
  readonly files: pulumi.Output<Record<string, Record<string, string>>>;
  /** The names of the databases by what they hold. */
  readonly databaseNames: pulumi.Output<DatabaseNames>;
  /** How the product connects to MySQL; a secret. */
  readonly connection: pulumi.Output<DatabaseConnection>;
  /**
   * The nodes' ids as their last verification has read them, by node; a node that was never started has none. Keep them: a node
   * that is built in place of a lost one gets its own back with `nodes[].nodeId`.
   */
  readonly nodeIds: pulumi.Output<Record<string, string>>;
  /** How the nodes are looked after from elsewhere (`npm run verify`, `npm run drill`); a secret. */
  readonly operations: pulumi.Output<NodeOperation[]>;
  /** The last steps, after everything else: for `dependsOn`. */
  readonly activated: pulumi.Resource[];

  constructor(name: string, args: AnalyticsClusterArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("pulumi-wso2-analytics:index:AnalyticsCluster", name, {}, opts);
    const description = checkedDescription(name, args);
    const secretArgs = mapSecrets(args, pulumi.secret);
    const prepared = this.prepare(name, description, checkedFiles(name, args));
    const databases = this.makeDatabases(name, secretArgs, description, prepared);
    const { last, verified } = this.makeNodes(name, secretArgs, prepared, databases);
    this.activated = last;
    makeProtection(name, args.protect, last, this);
    this.nodeIds = pulumi.all(verified.map(({ stdout }) => stdout)).apply(idsOf);

    this.connection = databases?.connection ?? pulumi.secret(description.apply(connectionOf));
    this.databaseNames = pulumi.unsecret(description.apply(({ database }) => databaseNames(database)));
    this.files = pulumi.unsecret(prepared.apply(({ digests }) => perNode(digests)));
    this.ports = pulumi.unsecret(prepared.apply(({ ports }) => perNode(ports.map(effectivePorts))));
    const endpoints = pulumi.unsecret(
      pulumi.all([description, prepared]).apply(([d, { ports }]) => endpointsOf(d, ports)),
    );
    this.operations = pulumi.secret(
      pulumi.all([description, prepared]).apply(([d, p]) => operationsOf(d, p)),
    );
    this.consoleUrls = endpoints.apply((nodes) => nodes.map(({ console }) => console));
    this.receiverUrls = endpoints.apply(receiverUrls);
    this.registerOutputs(clusterOutputs(this));
  }

  private prepare(
    name: string,
    description: pulumi.Output<ClusterDescription>,
    checked: pulumi.Output<void>,
  ): pulumi.Output<PreparedCluster> {
    return pulumi.secret(
      pulumi.all([description, checked]).apply(async ([known]) => {
        const prepared = await orRefuse(name, prepareValid(known));
        for (const warning of prepared.warnings) {
          await pulumi.log.warn(warning, this);
        }
        return prepared;
      }),
    );
  }

  private makeDatabases(
    name: string,
    args: AnalyticsClusterArgs,
    description: pulumi.Output<ClusterDescription>,
    prepared: pulumi.Output<PreparedCluster>,
  ): AnalyticsDatabases | undefined {
    if (args.database.administrator === undefined) {
      return undefined;
    }
    // Nothing is made in MySQL before the whole description, and the distribution, was found right.
    const password = pulumi.all([description, prepared]).apply(([known]) => known.database.password);
    const database = { ...args.database, password };
    return new AnalyticsDatabases(`${name}-databases`, { ...args, database }, { parent: this });
  }

  private makeNodes(
    name: string,
    args: AnalyticsClusterArgs,
    prepared: pulumi.Output<PreparedCluster>,
    databases: AnalyticsDatabases | undefined,
  ): RolledNodes {
    const made = (index: 0 | 1) =>
      new AnalyticsNode(
        `${name}-${nodeName(index)}`,
        {
          address: args.nodes[index]?.address ?? "",
          home: args.nodes[index]?.home ?? args.product.home,
          ssh: args.nodes[index]?.ssh,
          configuration: prepared.apply(({ sets }) => sets[index]),
          overwrite: args.overwrite,
          ...(args.service?.manage === false
            ? {}
            : { preparation: prepared.apply(({ preparations }) => preparations[index]) }),
          copied: localFiles(args, prepared),
          product: nodeProduct(args, prepared),
          service: prepared.apply(({ runs }) => runs[index]),
        },
        { parent: this },
      );
    const nodes: [AnalyticsNode, AnalyticsNode] = [made(0), made(1)];
    // The files name databases and a user: they are staged meanwhile, and activated when those are there.
    const first = [...nodes.map(({ staged }) => staged), ...(databases?.last ?? [])];
    if (args.service?.manage === false) {
      return { last: nodes.map((node) => node.activate(first)), verified: [] };
    }
    const { last, verified } = rolled(nodes, first, (after) =>
      args.carbonApps === undefined ? after : deployCarbonApps(nodes, args.carbonApps, prepared, after),
    );
    const stops = args.service?.stopOnDestroy ?? false;
    return { last: nodes.map((node) => node.atDestroy(stops, last)), verified };
  }
}

/** What a deployment tells, on AWS too. */
export function clusterOutputs(cluster: AnalyticsCluster) {
  const { consoleUrls, receiverUrls, ports, files, databaseNames, connection, nodeIds, operations } = cluster;
  return { consoleUrls, receiverUrls, ports, files, databaseNames, connection, nodeIds, operations };
}

interface RolledNodes {
  /** The last steps. */
  last: pulumi.Resource[];
  /** The verifications of node1 and node2; none where the product is not run from here. */
  verified: remote.Command[];
}

/** What the nodes get of the product, if anything. */
function nodeProduct(
  { product, service }: AnalyticsClusterArgs,
  prepared: pulumi.Output<PreparedCluster>,
): NodeProductArgs | undefined {
  if (wantedDriver(product) === undefined) return undefined;
  return {
    delivery: prepared.apply((known) => known.product),
    user: product.install?.user,
    turns: service?.manage !== false,
  };
}

/** What the preparation of the nodes takes over from this machine. */
function localFiles(args: AnalyticsClusterArgs, prepared: pulumi.Output<PreparedCluster>): LocalFile[] {
  const { install, jdbcDriver, distribution } = args.product;
  const zip = install === undefined || install.url !== undefined ? undefined : distribution;
  const ofProduct = (
    [
      ["distribution", zip],
      ["driver", jdbcDriver?.file],
    ] as const
  ).flatMap(([name, path]) => {
    const sha256 = prepared.apply(({ product }) => product[name]?.sha256 ?? "");
    return path === undefined ? [] : [{ name, path, sha256 }];
  });
  return args.service?.manage === false ? ofProduct : [...ofProduct, ...localLibraries(args)];
}

/**
 * Turn after turn, so that never more than one node is down: the first two turns act on a node that is stopped or passive,
 * the last two on what is still pending then.
 */
function rolled(
  [node1, node2]: [AnalyticsNode, AnalyticsNode],
  first: pulumi.Resource[],
  deploy: (after: pulumi.Resource[]) => pulumi.Resource[],
): RolledNodes {
  const first1 = node1.turn({ pass: "first", last: false }, first);
  const first2 = node2.turn({ pass: "first", last: false }, [first1]);
  const second1 = node1.turn({ pass: "second", last: false }, [first2]);
  const second2 = node2.turn({ pass: "second", last: true }, [second1]);
  const verified1 = node1.verify(deploy([second2]));
  const verified2 = node2.verify([verified1], verified1);
  return { last: [verified2], verified: [verified1, verified2] };
}

/** On both nodes at once: each deploys for itself. */
function deployCarbonApps(
  nodes: readonly AnalyticsNode[],
  { files }: CarbonAppsArgs,
  prepared: pulumi.Output<PreparedCluster>,
  after: pulumi.Resource[],
): pulumi.Resource[] {
  const local = files.map((path, index) => ({
    path,
    name: fileName(path),
    sha256: prepared.apply(({ carbonAppDigests }) => carbonAppDigests[index] ?? ""),
  }));
  const request = prepared.apply(({ carbonApps }) => carbonApps);
  return nodes.map((node) => node.carbonApps(local, request, after));
}

/** The ids in the nodes' reports: `ok      node-id  7f1c3a52-…`. */
function idsOf(reports: readonly string[]): Record<string, string> {
  const ids = reports.map((report, index) => [nodeName(index), /^ok +node-id +(\S+)$/m.exec(report)?.[1]]);
  return Object.fromEntries(ids.filter(([, id]) => id !== undefined));
}

/** By the nodes' names. */
function perNode<T>(values: readonly T[]): Record<string, T> {
  return Object.fromEntries(values.map((value, index) => [nodeName(index), value]));
}

function nodeName(index: number): string {
  return `node${index + 1}`;
}

function operationsOf(
  { nodes, product }: ClusterDescription,
  { sets, runs }: PreparedCluster,
): NodeOperation[] {
  return ([0, 1] as const).map((index) => ({
    name: nodeName(index),
    address: nodes[index]?.address ?? "",
    home: nodes[index]?.home ?? product.home,
    ssh: nodes[index]?.ssh ?? {},
    set: sets[index].digest,
    run: runs[index],
  }));
}
