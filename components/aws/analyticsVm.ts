import * as path from "node:path";
import * as aws from "@pulumi/aws";
import type { remote } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { SshArgs } from "../description";
import { SshHost } from "../node";
import { withFormerType } from "../program";
import type { AwsNodeArgs } from "./awsClusterArgs";
import { type AwsPlacement, tagsOf } from "./awsOptions";
import { firstBoot } from "./firstBoot";
import type { AnalyticsGate } from "./gate/analyticsGate";
import { VmPassage } from "./gate/vmPassage";
import { generateOnce } from "./generateOnce";
import { defaultInstanceType } from "./instanceDefaults";
import { type NodeFile, readyScript } from "./readyScript";
import { type SshKeyPair, sshKeyPair } from "./sshKeyPair";

export interface AnalyticsVmArgs extends AwsPlacement {
  /** The node's own arguments; its subnet is `subnetId` below. */
  node: AwsNodeArgs;
  subnetId: pulumi.Input<string>;
  /** The subnet is the default VPC's: the VM stays where it was made, whatever is found later. @default false */
  isDefaultSubnet?: boolean;
  /** The zone of the subnet, for the volume. */
  availabilityZone: pulumi.Input<string>;
  securityGroupId: pulumi.Input<string>;
  /** The group's rules, which a first boot needs; they are deleted after the VM. */
  rules: pulumi.Resource[];
  /** The product home; the data volume is mounted at its folder. */
  home: pulumi.Input<string>;
  /** The KMS key of both disks. @default AWS's own */
  kmsKeyId?: pulumi.Input<string>;
  /** The image in force, `node.image` or what was looked up. */
  image: pulumi.Input<string>;
  keyName: pulumi.Input<string>;
  instanceProfileName: pulumi.Input<string>;
  /** How to log in; host and host key are added here. */
  ssh: SshArgs;
  /** Where the image has a JDK; else one is installed at the first boot unless there is one on the path. Not after creation. */
  javaHome?: pulumi.Input<string>;
  /** Files to put on the node. In place. */
  files?: pulumi.Input<NodeFile[]>;
  /** What changes of the VM pass; without it they are made at once. */
  gate?: AnalyticsGate;
  /** Refuses to be terminated, and to lose address or volume. @default true */
  protect?: boolean;
}

/**
 * One node's VM. Its network interface and its data volume are resources of their own, so that the private address and
 * the product's home survive a new VM. Both can be attached once, so the old VM goes before the new one comes; it is
 * shut down cleanly before the volume is taken from it.
 *
 * The host key is generated once and set before sshd first starts: every connection, the first too, is verified.
 */
export class AnalyticsVm extends pulumi.ComponentResource {
  /** The private address; resolves when the VM has finished its first boot. */
  readonly address: pulumi.Output<string>;
  /** How to log in, with the host key. */
  readonly ssh: SshArgs;
  readonly instanceId: pulumi.Output<string>;
  /** Ends when the VM has booted and its files are there. */
  readonly ready: remote.Command;
  /** The record at the gate, on which nothing of the VM depends; what is deleted before the VM must depend on it too. */
  readonly record: pulumi.Resource | undefined;
  private readonly args: AnalyticsVmArgs;
  private readonly logicalName: string;

  constructor(name: string, args: AnalyticsVmArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super(
      "wso2-analytics:index:AnalyticsVm",
      name,
      {},
      withFormerType("pulumi-wso2-analytics:aws:AnalyticsVm", opts),
    );
    this.args = args;
    this.logicalName = name;
    const hostKey = generateOnce(`${name}-hostKey`, sshKeyPair, { parent: this });
    const networkInterface = this.createInterface();
    const publicAddress = args.node.publicAddress ? this.createPublicAddress(networkInterface) : undefined;
    const volume = this.createVolume();
    this.ssh = { ...args.ssh, host: publicAddress, hostKey: this.identity(hostKey) };
    const host = new SshHost(
      name,
      { ssh: this.ssh, address: networkInterface.privateIp, hostKeys: {} },
      this,
    );
    const passage = this.passage(host, networkInterface, volume, hostKey);
    const instance = this.createInstance(networkInterface, volume, hostKey, passage);
    const attachment = this.attach(instance, volume, passage);
    this.ready = host.run("ready", {
      script: pulumi
        .all([instance.id, this.instanceType(), args.home, args.files ?? []])
        .apply(([id, type, home, files]) => readyScript(`${id}/${type}`, path.posix.dirname(home), files)),
      dependsOn: [attachment],
      hooks: passage?.hooks,
      onUnclosed: passage?.fail,
    });
    passage?.endsWith(this.ready);
    this.record = passage?.record;
    this.instanceId = instance.id;
    this.address = pulumi.all([networkInterface.privateIp, this.ready.urn]).apply(([address]) => address);
    this.registerOutputs({ address: this.address, instanceId: this.instanceId });
  }

  private createInterface(): aws.ec2.NetworkInterface {
    const { node, subnetId, isDefaultSubnet, securityGroupId, region, protect = true } = this.args;
    return new aws.ec2.NetworkInterface(
      `${this.logicalName}-interface`,
      {
        subnetId,
        privateIps: node.address === undefined ? undefined : [node.address],
        securityGroups: [securityGroupId],
        description: "WSO2 analytics node, keeps its address when the VM is replaced",
        region,
        tags: tagsOf(`${this.logicalName}-interface`, this.args),
      },
      { parent: this, protect, ignoreChanges: isDefaultSubnet ? ["subnetId"] : [] },
    );
  }

  private createPublicAddress(networkInterface: aws.ec2.NetworkInterface): pulumi.Output<string> {
    return new aws.ec2.Eip(
      `${this.logicalName}-address`,
      {
        domain: "vpc",
        networkInterface: networkInterface.id,
        region: this.args.region,
        tags: tagsOf(`${this.logicalName}-address`, this.args),
      },
      { parent: this },
    ).publicIp;
  }

  private createVolume(): aws.ebs.Volume {
    const { node, isDefaultSubnet, availabilityZone, region, protect = true } = this.args;
    return new aws.ebs.Volume(
      `${this.logicalName}-data`,
      {
        availabilityZone,
        size: node.dataVolumeSize ?? 50,
        snapshotId: node.dataVolumeSnapshotId,
        type: "gp3",
        encrypted: true,
        kmsKeyId: this.args.kmsKeyId,
        region,
        tags: tagsOf(`${this.logicalName}-data`, this.args),
      },
      {
        parent: this,
        protect,
        ignoreChanges: ["snapshotId", ...(isDefaultSubnet ? ["availabilityZone"] : [])],
      },
    );
  }

  private passage(
    host: SshHost,
    networkInterface: aws.ec2.NetworkInterface,
    volume: aws.ebs.Volume,
    hostKey: pulumi.Output<SshKeyPair>,
  ): VmPassage | undefined {
    const { gate, node, keyName, instanceProfileName, rules } = this.args;
    return (
      gate &&
      new VmPassage(
        this.logicalName,
        gate.place(this.logicalName, host),
        {
          madeFrom: {
            image: node.image ?? "as created",
            instanceType: this.instanceType(),
            keyName,
            networkInterface: networkInterface.id,
            volume: volume.id,
          },
          needs: [instanceProfileName, hostKey, host.connection()],
          dependsOn: rules,
        },
        this,
      )
    );
  }

  private instanceType(): pulumi.Input<string> {
    return this.args.node.instanceType ?? defaultInstanceType;
  }

  private createInstance(
    networkInterface: aws.ec2.NetworkInterface,
    volume: aws.ebs.Volume,
    hostKey: pulumi.Output<SshKeyPair>,
    passage: VmPassage | undefined,
  ): aws.ec2.Instance {
    const { node, image, keyName, instanceProfileName, home, rules, region, protect = true } = this.args;
    const userData = pulumi
      .all([hostKey, volume.id, home, this.args.javaHome])
      .apply(([key, volumeId, at, javaHome]) =>
        firstBoot(key, { volumeId, mountPoint: path.posix.dirname(at), javaHome }),
      );
    return new aws.ec2.Instance(
      this.logicalName,
      {
        ami: image,
        instanceType: this.instanceType(),
        primaryNetworkInterface: { networkInterfaceId: networkInterface.id },
        keyName,
        iamInstanceProfile: instanceProfileName,
        metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
        rootBlockDevice: {
          encrypted: true,
          kmsKeyId: this.args.kmsKeyId,
          volumeType: "gp3",
          volumeSize: node.rootVolumeSize ?? 20,
          tags: tagsOf(`${this.logicalName}-root`, this.args),
        },
        userData: pulumi.secret(userData),
        disableApiTermination: protect,
        // Only this deployment may terminate it: to replace it, or when it is destroyed without protection.
        forceDestroy: true,
        region,
        tags: tagsOf(this.logicalName, this.args),
      },
      {
        parent: this,
        // Only here: what the network interface waited for, all that names the address would wait for again.
        dependsOn: pulumi.output(passage?.open).apply(() => rules),
        hooks: passage?.hooks,
        deleteBeforeReplace: true,
        // A newer image would replace both nodes, and changed user data stop them. Both stay as at creation.
        ignoreChanges: node.image === undefined ? ["ami", "userData"] : ["userData"],
      },
    );
  }

  private attach(
    instance: aws.ec2.Instance,
    volume: aws.ebs.Volume,
    passage: VmPassage | undefined,
  ): aws.ec2.VolumeAttachment {
    return new aws.ec2.VolumeAttachment(
      `${this.logicalName}-data`,
      {
        instanceId: instance.id,
        volumeId: volume.id,
        deviceName: "/dev/sdf",
        stopInstanceBeforeDetaching: true,
        region: this.args.region,
      },
      { parent: this, deleteBeforeReplace: true, hooks: passage?.hooks },
    );
  }

  /**
   * The host key with what the VM is made from as its comment: another image is another host, to which everything is
   * pushed again, while its key and what is known before the update stay the same.
   */
  private identity(hostKey: pulumi.Output<SshKeyPair>): pulumi.Output<string> {
    const { image = "default-image" } = this.args.node;
    return pulumi.unsecret(
      pulumi
        .all([hostKey, image])
        .apply(([{ publicKey }, from]) => `${publicKey} ${this.logicalName}/${from}`),
    );
  }
}
