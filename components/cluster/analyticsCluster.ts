import { remote } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { AnalyticsDatabases, connectionOf, type DatabaseConnection } from "../databases";
import {
  type AnalyticsClusterArgs,
  type CarbonAppsArgs,
  type ClusterDescription,
  clusterShape,
  type DatabaseNames,
  databaseNames,
  fileName,
  mapSecrets,
} from "../description";
import {
  AnalyticsNode,
  desiredDriver,
  type LocalFile,
  localLibraries,
  type NodeOperation,
  type NodeProductArgs,
  SshHost,
} from "../node";
import { effectivePorts, endpointsOf, nodeNames, type ReceiverUrls, receiverUrls } from "../product";
import {
  createProtection,
  currentArgs,
  innerOptions,
  knownValue,
  labelled,
  type OuterCommands,
  outerCommands,
  registeredInputs,
  resolveArgs,
  rethrowProblems,
  settledPart,
  withAbsolutePaths,
  withFormerType,
} from "../program";
import {
  type Contact,
  createContact,
  createRollout,
  NodeTarget,
  type RecordedScript,
  type Rollout,
} from "../rollout";
import { type DeploymentPlan, deploymentPlan } from "./deploymentPlan";
import { nodeOperations } from "./nodeOperations";
import { preflight } from "./preflight";
import { hostsWithoutKey, unverifiedHosts } from "./unverifiedHosts";

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
  /** What publishers of events are given. */
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
  /** How the product connects to MySQL. @secret */
  readonly connection: pulumi.Output<DatabaseConnection>;
  /**
   * The nodes' ids as their last verification has read them, by node; a node that was never started has none. Keep them: a node
   * that is built in place of a lost one gets its own back with `nodes[].nodeId`.
   */
  readonly nodeIds: pulumi.Output<Record<string, string>>;
  /** How the nodes are looked after from elsewhere (`wso2-analytics verify`, `wso2-analytics drill`). @secret @opaque */
  readonly operations: pulumi.Output<NodeOperation[]>;
  /** The last resources created; use in `dependsOn`. */
  readonly ready: pulumi.Resource[];

  constructor(name: string, args: AnalyticsClusterArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super(
      "wso2-analytics:index:AnalyticsCluster",
      name,
      registeredInputs(args, opts),
      withFormerType("pulumi-wso2-analytics:index:AnalyticsCluster", opts),
    );
    args = withAbsolutePaths(currentArgs(args, this), clusterShape);
    const description = resolveArgs(name, args);
    const secretArgs = mapSecrets(args, pulumi.secret);
    const plan = this.plan(
      name,
      description,
      preflight(name, settledPart(args)),
      hostsWithoutKey(args.nodes),
    );
    const targets = this.targets(name, secretArgs, plan);
    const observesInPreviews = args.rollout?.observeInPreviews ?? true;
    const contact = createContact(`${name}-contact`, { nodes: targets, observesInPreviews }, this);
    const databases = this.createDatabases(name, secretArgs, description, plan, contact);
    const nodes = this.createNodes(name, secretArgs, plan, contact);
    const { resource, nodeIds } = this.rollOut(name, secretArgs, plan, {
      targets,
      contact,
      nodes,
      databases,
      outer: outerCommands(opts),
    });
    const stops = args.service?.stopOnDestroy ?? false;
    this.ready = isManaged(args) ? nodes.map((node) => node.stopOnDestroy(stops, [resource])) : [resource];
    createProtection(name, args.protect, this.ready, this);
    this.nodeIds = nodeIds;

    this.connection = databases?.connection ?? pulumi.secret(description.apply(connectionOf));
    this.databaseNames = pulumi.unsecret(description.apply(({ database }) => databaseNames(database)));
    this.files = pulumi.unsecret(plan.apply(({ digests }) => perNode(digests)));
    this.ports = pulumi.unsecret(plan.apply(({ ports }) => perNode(ports.map(effectivePorts))));
    const endpoints = pulumi.unsecret(
      pulumi.all([description, plan]).apply(([d, { ports }]) => endpointsOf(d, ports)),
    );
    this.operations = pulumi.secret(
      pulumi
        .all([description, plan, contact.hostKeys[0], contact.hostKeys[1]])
        .apply(([d, p, ...hostKeys]) => nodeOperations(d, p, hostKeys)),
    );
    this.consoleUrls = endpoints.apply((nodes) => nodes.map(({ console }) => console));
    this.receiverUrls = endpoints.apply(receiverUrls);
    this.registerOutputs(clusterOutputs(this));
  }

  private plan(
    name: string,
    description: pulumi.Output<ClusterDescription>,
    checked: pulumi.Output<void>,
    pinned: readonly string[],
  ): pulumi.Output<DeploymentPlan> {
    return pulumi.secret(
      pulumi.all([description, checked]).apply(async ([known]) => {
        const plan = await rethrowProblems(name, deploymentPlan(known));
        for (const warning of [...plan.warnings, ...unverifiedHosts(known, pinned)]) {
          await pulumi.log.warn(labelled(this, warning), this);
        }
        return plan;
      }),
    );
  }

  private targets(
    name: string,
    args: AnalyticsClusterArgs,
    plan: pulumi.Output<DeploymentPlan>,
  ): [NodeTarget, NodeTarget] {
    const target = (index: 0 | 1) => {
      const { address = "", home, ssh = {} } = args.nodes[index] ?? {};
      return new NodeTarget({
        name: nodeNames[index],
        host: new SshHost(`${name}-${nodeNames[index]}`, { ssh, address, hostKeys: {} }, this),
        home: home ?? args.product.home,
        revision: plan.apply(({ revisions }) => revisions[index]),
        run: plan.apply(({ run }) => run),
        isManaged: isManaged(args),
        isInstalled: args.product.install !== undefined,
      });
    };
    return [target(0), target(1)];
  }

  private createDatabases(
    name: string,
    args: AnalyticsClusterArgs,
    description: pulumi.Output<ClusterDescription>,
    plan: pulumi.Output<DeploymentPlan>,
    contact: Contact,
  ): AnalyticsDatabases | undefined {
    if (args.database.administrator === undefined) {
      return undefined;
    }
    // Nothing is made in MySQL before the whole description, and the distribution, was found right.
    const password = pulumi.all([description, plan]).apply(([known]) => known.database.password);
    const database = { ...args.database, password };
    const options = innerOptions({ parent: this, dependsOn: [contact.resource] });
    const [hostKeys] = contact.hostKeys;
    return new AnalyticsDatabases(`${name}-databases`, { ...args, database, hostKeys }, options);
  }

  private createNodes(
    name: string,
    args: AnalyticsClusterArgs,
    plan: pulumi.Output<DeploymentPlan>,
    contact: Contact,
  ): [AnalyticsNode, AnalyticsNode] {
    const held = knownValue(pulumi.output(args.rollout?.hold));
    const createNode = (index: 0 | 1) =>
      new AnalyticsNode(
        `${name}-${nodeNames[index]}`,
        {
          address: args.nodes[index]?.address ?? "",
          home: args.nodes[index]?.home ?? args.product.home,
          ssh: args.nodes[index]?.ssh,
          hostKeys: contact.hostKeys[index],
          configuration: plan.apply(({ revisions }) => revisions[index]),
          overwrite: args.overwrite,
          ...(isManaged(args) ? { preparation: plan.apply(({ preparations }) => preparations[index]) } : {}),
          copied: localFiles(args, plan),
          product: nodeProduct(args, plan),
          service: plan.apply(({ run }) => run),
          trigger: contact.losses[index],
        },
        {
          parent: this,
          dependsOn: [contact.resource],
          transforms: [keepHeld(held.then((name) => name === nodeNames[index]))],
        },
      );
    return [createNode(0), createNode(1)];
  }

  /** After everything else: the files name databases and a user, and are staged meanwhile. */
  private rollOut(
    name: string,
    args: AnalyticsClusterArgs,
    plan: pulumi.Output<DeploymentPlan>,
    { targets, contact, nodes, databases, outer }: RolledOut,
  ): Rollout {
    const apps = args.carbonApps === undefined ? [] : carbonApps(nodes, args.carbonApps, plan);
    const staged = nodes.map(({ staged }) => staged);
    return createRollout(
      `${name}-rollout`,
      {
        nodes: targets,
        contact,
        triggers: [args.rerunTrigger, pulumi.unsecret(plan.apply(({ carbonApps }) => carbonApps))],
        carbonApps: apps.map(({ script }) => script),
        recorded: [
          recordedScripts([...outer[0], ...nodes[0].commands, ...(databases?.ready.filter(isCommand) ?? [])]),
          recordedScripts([...outer[1], ...nodes[1].commands]),
        ],
      },
      {
        parent: this,
        dependsOn: [...staged, ...(databases?.ready ?? []), ...apps.flatMap(({ copies }) => copies)],
      },
    );
  }
}

/** Lets the engine keep what the state has of a node that is held, so that nothing is staged there. */
function keepHeld(isHeld: Promise<boolean>): pulumi.ResourceTransform {
  return async ({ props, opts }) =>
    (await isHeld) ? { props, opts: pulumi.mergeOptions(opts, { ignoreChanges: ["*"] }) } : undefined;
}

/** The tables are created on the first node; grants run nowhere. */
function isCommand(resource: pulumi.Resource): resource is remote.Command {
  return resource instanceof remote.Command;
}

function recordedScripts(commands: readonly remote.Command[]): RecordedScript[] {
  return commands.map(({ stdin, stdout }) => ({ script: stdin.apply((text) => text ?? ""), reply: stdout }));
}

/** All that a rollout comes after. */
interface RolledOut {
  targets: [NodeTarget, NodeTarget];
  contact: Contact;
  nodes: [AnalyticsNode, AnalyticsNode];
  databases: AnalyticsDatabases | undefined;
  outer: OuterCommands;
}

/** Whether the product is run from here. */
function isManaged({ service }: AnalyticsClusterArgs): boolean {
  return service?.manage !== false;
}

/** What a deployment tells, on AWS too. */
export function clusterOutputs(cluster: AnalyticsCluster) {
  const { consoleUrls, receiverUrls, ports, files, databaseNames, connection, nodeIds, operations } = cluster;
  return { consoleUrls, receiverUrls, ports, files, databaseNames, connection, nodeIds, operations };
}

/** What the nodes get of the product, if anything. */
function nodeProduct(
  args: AnalyticsClusterArgs,
  plan: pulumi.Output<DeploymentPlan>,
): NodeProductArgs | undefined {
  const { product } = args;
  if (desiredDriver(product) === undefined) return undefined;
  return {
    artifacts: plan.apply((known) => known.product),
    user: product.install?.user,
    isExchanged: isManaged(args),
  };
}

/** What the preparation of the nodes takes over from this machine. */
function localFiles(args: AnalyticsClusterArgs, plan: pulumi.Output<DeploymentPlan>): LocalFile[] {
  const { install, jdbcDriver, distribution } = args.product;
  const zip = install === undefined || install.url !== undefined ? undefined : distribution;
  const ofProduct = (
    [
      ["distribution", zip],
      ["driver", jdbcDriver?.file],
    ] as const
  ).flatMap(([name, path]) => {
    const sha256 = plan.apply(({ product }) => product[name]?.sha256 ?? "");
    return path === undefined ? [] : [{ name, path, sha256 }];
  });
  return isManaged(args) ? [...ofProduct, ...localLibraries(args)] : ofProduct;
}

function carbonApps(
  nodes: readonly AnalyticsNode[],
  { files }: CarbonAppsArgs,
  plan: pulumi.Output<DeploymentPlan>,
) {
  const local = files.map((path, index) => ({
    path,
    name: fileName(path),
    sha256: plan.apply(({ carbonAppDigests }) => carbonAppDigests[index] ?? ""),
  }));
  const request = plan.apply(({ carbonApps }) => carbonApps);
  return nodes.map((node) => node.carbonApps(local, request));
}

/** By the nodes' names. */
function perNode<T>(values: readonly T[]): Record<string, T> {
  return Object.fromEntries(values.map((value, index) => [nodeNames[index as 0 | 1], value]));
}
