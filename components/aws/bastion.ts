import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { BastionArgs, SshArgs } from "../description";
import { SshHost } from "../node";
import { withFormerType } from "../program";
import type { AwsBastionArgs } from "./awsClusterArgs";
import { type AwsPlacement, tagsOf } from "./awsOptions";
import { firstBoot } from "./firstBoot";
import { generateOnce } from "./generateOnce";
import { defaultBastionType } from "./instanceDefaults";
import { readyScript } from "./readyScript";
import { sshKeyPair } from "./sshKeyPair";

export interface BastionVmArgs extends AwsPlacement {
  bastion: AwsBastionArgs;
  securityGroupId: pulumi.Input<string>;
  /** The KMS key of its disk. @default AWS's own */
  kmsKeyId?: pulumi.Input<string>;
  /** The image in force. */
  image: pulumi.Input<string>;
  keyName: pulumi.Input<string>;
  instanceProfileName: pulumi.Input<string>;
  ssh: SshArgs;
}

/** A small VM with an address of its own that stays, through which nodes and database are reached. It keeps no data. */
export class BastionVm extends pulumi.ComponentResource {
  /** How to go through it. */
  readonly connection: BastionArgs;
  readonly address: pulumi.Output<string>;

  constructor(name: string, args: BastionVmArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super(
      "wso2-analytics:index:BastionVm",
      name,
      {},
      withFormerType("pulumi-wso2-analytics:aws:BastionVm", opts),
    );
    const { region } = args;
    const hostKey = generateOnce(`${name}-hostKey`, sshKeyPair, { parent: this });
    const publicKey = pulumi.unsecret(hostKey.apply((key) => key.publicKey));
    const instance = new aws.ec2.Instance(
      name,
      {
        ami: args.image,
        instanceType: args.bastion.instanceType ?? defaultBastionType,
        subnetId: args.bastion.subnetId,
        vpcSecurityGroupIds: [args.securityGroupId],
        keyName: args.keyName,
        iamInstanceProfile: args.instanceProfileName,
        metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
        rootBlockDevice: {
          encrypted: true,
          kmsKeyId: args.kmsKeyId,
          volumeType: "gp3",
          tags: tagsOf(`${name}-root`, args),
        },
        userData: pulumi.secret(hostKey.apply((key) => firstBoot(key))),
        region,
        tags: tagsOf(name, args),
      },
      { parent: this, ignoreChanges: args.bastion.image === undefined ? ["ami", "userData"] : ["userData"] },
    );
    const address = new aws.ec2.Eip(
      `${name}-address`,
      { domain: "vpc", region, tags: tagsOf(`${name}-address`, args) },
      { parent: this },
    );
    const association = new aws.ec2.EipAssociation(
      `${name}-address`,
      { instanceId: instance.id, allocationId: address.allocationId, region },
      { parent: this },
    );
    const { sudo: _, timeoutSeconds, host: __, bastion: ___, ...login } = args.ssh;
    const ready = new SshHost(
      name,
      {
        ssh: { ...login, timeoutSeconds, hostKey: publicKey, sudo: args.ssh.sudo },
        address: address.publicIp,
        hostKeys: {},
      },
      this,
    ).run("ready", {
      script: instance.id.apply((id) => readyScript(id, undefined, [])),
      dependsOn: [association],
    });
    this.address = pulumi.all([address.publicIp, ready.urn]).apply(([ip]) => ip);
    this.connection = { ...login, host: this.address, hostKey: publicKey };
    this.registerOutputs({ address: this.address });
  }
}
