import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { AnalyticsCluster, clusterOutputs } from "../cluster";
import type { DatabaseConnection } from "../databases";
import { type DatabaseNames, mapSecrets } from "../description";
import type { NodeOperation } from "../node";
import type { ReceiverUrls } from "../product";
import {
  createProtection,
  currentArgs,
  innerOptions,
  registeredInputs,
  rethrowProblems,
  withAbsolutePaths,
  withFormerType,
} from "../program";
import { AnalyticsVm } from "./analyticsVm";
import type { AwsAnalyticsClusterArgs } from "./awsClusterArgs";
import type { AwsPlacement } from "./awsOptions";
import { throwAwsProblems } from "./awsProblems";
import { BastionVm } from "./bastion";
import { clusterPorts } from "./clusterPorts";
import { ClusterSecurityGroups } from "./clusterSecurityGroups";
import { coreArgs } from "./coreArgs";
import { AnalyticsGate } from "./gate/analyticsGate";
import { awsAnalyticsClusterArgs as awsShape } from "./generated/argumentShapes";
import { instanceProfile } from "./instanceProfile";
import { createLogin, type Login, sshOf } from "./login";
import { type LookUps, lookUp } from "./lookUps";
import { existingEndpoint, type MySqlEndpoint } from "./mySqlEndpoint";
import { MySqlInstance } from "./mySqlInstance";
import { svnPortToOpen } from "./rules/svnPort";

/** What the parts of the deployment are made from. */
interface Foundations {
  args: AwsAnalyticsClusterArgs;
  found: LookUps;
  groups: ClusterSecurityGroups;
  login: Login;
  instanceProfileName: pulumi.Input<string>;
}

/**
 * The whole deployment on AWS: security groups, two VMs in two zones, RDS for MySQL or a MySQL that exists, and on these
 * the same `AnalyticsCluster` as on hosts that exist.
 *
 * Wrong input stops it at preview with every problem in one error. While `protect` is on, a `destroy` deletes nothing.
 */
export class AwsAnalyticsCluster extends pulumi.ComponentResource {
  /** As of `AnalyticsCluster`. */
  readonly consoleUrls: pulumi.Output<string[]>;
  readonly receiverUrls: pulumi.Output<ReceiverUrls>;
  readonly ports: pulumi.Output<Record<string, Record<string, number>>>;
  readonly files: pulumi.Output<Record<string, Record<string, string>>>;
  readonly databaseNames: pulumi.Output<DatabaseNames>;
  readonly connection: pulumi.Output<DatabaseConnection>;
  readonly nodeIds: pulumi.Output<Record<string, string>>;
  /** @opaque */
  readonly operations: pulumi.Output<NodeOperation[]>;
  /** For rules of your own, such as one that lets the nodes reach the statistics database. */
  readonly nodesSecurityGroupId: pulumi.Output<string>;
  /** The database's group, likewise. */
  readonly databaseSecurityGroupId: pulumi.Output<string>;
  /** Of node1 and node2, for Session Manager and the console. */
  readonly instanceIds: pulumi.Output<string[]>;
  /** `host:port` of MySQL. */
  readonly databaseEndpoint: pulumi.Output<string>;
  /** Of the master user, or of `existing.administrator`; empty without one. @secret */
  readonly masterPassword: pulumi.Output<string>;
  /** The private half of the key pair that was made; empty where one was given. @secret */
  readonly sshPrivateKey: pulumi.Output<string>;
  /** The bastion's address; empty where none was made. */
  readonly bastionAddress: pulumi.Output<string>;

  constructor(name: string, args: AwsAnalyticsClusterArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super(
      "wso2-analytics:index:AwsAnalyticsCluster",
      name,
      registeredInputs(args, opts),
      withFormerType("pulumi-wso2-analytics:aws:AwsAnalyticsCluster", opts),
    );
    args = withAbsolutePaths(currentArgs(args, this), awsShape);
    throwAwsProblems(name, args);
    const secretArgs = mapSecrets(args, pulumi.secret);
    const found = lookUp(name, args, this);
    const login = createLogin(name, secretArgs, placementOf(args, found), this);
    const profile = instanceProfile(`${name}-vm`, placementOf(args, found), { parent: this });
    const groups = this.createGroups(name, args, found);
    const foundations = { args: secretArgs, found, groups, login, instanceProfileName: profile.name };
    const database = this.createDatabase(name, foundations);
    const bastion = this.createBastion(name, foundations);
    const vms = this.createVms(name, foundations, bastion);
    const cluster = this.createCluster(name, foundations, vms, database);
    const last = [...cluster.ready, ...vms.flatMap(({ record }) => record ?? [])];
    createProtection(name, args.protect ?? true, last, this);

    this.consoleUrls = cluster.consoleUrls;
    this.receiverUrls = cluster.receiverUrls;
    this.ports = cluster.ports;
    this.files = cluster.files;
    this.databaseNames = cluster.databaseNames;
    this.connection = cluster.connection;
    this.nodeIds = cluster.nodeIds;
    this.operations = cluster.operations;
    this.nodesSecurityGroupId = groups.nodesGroupId;
    this.databaseSecurityGroupId = groups.databaseGroupId;
    this.instanceIds = pulumi.all(vms.map(({ instanceId }) => instanceId));
    this.databaseEndpoint = pulumi.interpolate`${database.address}:${database.port}`;
    this.masterPassword = database.administrator?.password ?? pulumi.secret("");
    this.sshPrivateKey = pulumi.secret(
      args.ssh?.keyName === undefined ? pulumi.output(login.privateKey ?? "") : "",
    );
    this.bastionAddress = bastion?.address ?? pulumi.output("");
    this.registerOutputs({
      ...clusterOutputs(cluster),
      nodesSecurityGroupId: this.nodesSecurityGroupId,
      databaseSecurityGroupId: this.databaseSecurityGroupId,
      instanceIds: this.instanceIds,
      databaseEndpoint: this.databaseEndpoint,
      masterPassword: this.masterPassword,
      sshPrivateKey: this.sshPrivateKey,
      bastionAddress: this.bastionAddress,
    });
  }

  private createGroups(name: string, args: AwsAnalyticsClusterArgs, found: LookUps): ClusterSecurityGroups {
    const ports = pulumi
      .output({ product: args.product, ports: args.ports })
      .apply((known) => rethrowProblems(name, clusterPorts(known)));
    return new ClusterSecurityGroups(
      `${name}-groups`,
      {
        ...placementOf(args, found),
        vpcId: found.network.vpcId,
        isDefaultVpc:
          args.subnetIds === undefined && !args.nodes?.every(({ subnetId }) => subnetId !== undefined),
        access: args.access,
        existingDatabase: args.database.existing,
        ports,
        sshPort: args.ssh?.port,
        svnPort: svnPortToOpen(args),
        hasBastion: args.bastion !== undefined,
      },
      { parent: this },
    );
  }

  private createDatabase(name: string, { args, found, groups }: Foundations): MySqlEndpoint {
    const { existing } = args.database;
    if (existing !== undefined) return existingEndpoint(existing, groups.databaseGroupId);
    const { address, port, masterUsername, masterPassword } = new MySqlInstance(
      `${name}-mysql`,
      {
        ...placementOf(args, found),
        database: args.database,
        subnetIds: found.network.databaseSubnetIds,
        vpcId: found.network.vpcId,
        securityGroupId: groups.databaseGroupId,
        protect: args.protect,
      },
      { parent: this },
    );
    return { address, port, administrator: { username: masterUsername, password: masterPassword } };
  }

  private createBastion(name: string, foundations: Foundations): BastionVm | undefined {
    const { args, found, groups, login, instanceProfileName } = foundations;
    if (args.bastion === undefined || groups.bastionGroupId === undefined) return undefined;
    return new BastionVm(
      `${name}-bastion`,
      {
        ...placementOf(args, found),
        bastion: args.bastion,
        securityGroupId: groups.bastionGroupId,
        kmsKeyId: args.volumeKmsKeyId,
        image: args.bastion.image ?? found.image,
        keyName: login.keyName,
        instanceProfileName,
        ssh: sshOf(args, login),
      },
      { parent: this },
    );
  }

  private createVms(
    name: string,
    { args, found, groups, login, instanceProfileName }: Foundations,
    bastion: BastionVm | undefined,
  ): [AnalyticsVm, AnalyticsVm] {
    const nodes = args.nodes ?? [{}, {}];
    const files = pulumi
      .all([found.trustStore, args.product.home])
      .apply(([content, home]) => (content === "" ? [] : [{ path: trustStorePath(home), content }]));
    const { service, rollout } = args;
    const ssh = sshOf(args, login);
    const { timeoutSeconds: bootSeconds = 600 } = ssh;
    const gate = new AnalyticsGate(
      { home: args.product.home, service, description: args, rollout, bootSeconds },
      this,
    );
    const vm = (index: 0 | 1) =>
      new AnalyticsVm(
        `${name}-vm${index + 1}`,
        {
          ...placementOf(args, found),
          node: nodes[index] ?? {},
          subnetId: found.network.apply(({ subnets }) => subnets[index].id),
          isDefaultSubnet: args.subnetIds === undefined && nodes[index]?.subnetId === undefined,
          availabilityZone: found.network.apply(({ subnets }) => subnets[index].zone),
          securityGroupId: groups.nodesGroupId,
          rules: groups.rules,
          home: args.product.home,
          kmsKeyId: args.volumeKmsKeyId,
          image: nodes[index]?.image ?? found.image,
          keyName: login.keyName,
          instanceProfileName,
          ssh: { ...ssh, bastion: bastion?.connection ?? args.ssh?.bastion },
          javaHome: service?.javaHome,
          files,
          gate,
          protect: args.protect,
        },
        { parent: this },
      );
    return [vm(0), vm(1)];
  }

  private createCluster(
    name: string,
    { args, found }: Foundations,
    vms: readonly [AnalyticsVm, AnalyticsVm],
    { address, port, administrator }: MySqlEndpoint,
  ): AnalyticsCluster {
    const produced = {
      nodes: vms.map(({ address, ssh }, index) => ({ address, ssh, nodeId: args.nodes?.[index]?.nodeId })),
      // Its instance waits for the rules: users are made after them, and deleted before them.
      database: { host: address, port, administrator },
      trustStoreUrl: pulumi.output(args.product.home).apply((home) => `file:${trustStorePath(home)}`),
    };
    const { distribution } = args.product;
    // Without it the core would read the files, and tell what is wrong with them, once more.
    const read = distribution && pulumi.all([distribution, found.files]).apply(([given]) => given);
    const product = { ...args.product, distribution: read };
    const options = innerOptions({ parent: this }, [[vms[0].ready], [vms[1].ready]]);
    return new AnalyticsCluster(`${name}-cluster`, coreArgs({ ...args, product }, produced), options);
  }
}

function placementOf({ region, tags }: AwsAnalyticsClusterArgs, { checked }: LookUps): AwsPlacement {
  return { region, tags, checked };
}

/** On the data volume, beside the product's home. */
function trustStorePath(home: string): string {
  return path.posix.join(path.posix.dirname(home), "rds-trust-store.jks");
}
