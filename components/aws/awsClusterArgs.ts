import type { Input } from "@pulumi/pulumi";
import type { BastionArgs, ProductArgs, SharedClusterArgs } from "../description";
import type { AwsDatabaseArgs } from "./awsDatabaseArgs";
import type { IntraClusterRules } from "./rules/ruleTable";

/**
 * The whole deployment on AWS: two VMs, RDS for MySQL, security groups, and the product's configuration on them.
 *
 * What a change does: "in place", "restart" of what is named, or "replacement". What restarts or replaces both nodes is
 * done one node at a time, the passive one first (docs/aws.md).
 *
 * @example
 * new AwsAnalyticsCluster("analytics", {
 *   product: {
 *     profile: "apim-analytics-2.1.0",
 *     home: "/opt/wso2/wso2am-analytics-2.1.0",
 *     distribution: "./wso2am-analytics-2.1.0.zip",
 *   },
 *   vpcId: "vpc-0a1b2c3d",
 *   subnetIds: ["subnet-0a000001", "subnet-0b000002"],
 *   access: {
 *     publishers: { gateways: { securityGroupId: "sg-0a1b2c3d" } },
 *     console: { office: { cidr: "10.20.0.0/16" } },
 *     ssh: { deployer: { cidr: "10.0.9.0/24" } },
 *     databaseClients: { deployer: { cidr: "10.0.9.0/24" } },
 *   },
 *   database: { username: "wso2analytics", password, caBundle: "./eu-west-1-bundle.pem" },
 * });
 */
export interface AwsAnalyticsClusterArgs extends SharedClusterArgs {
  /**
   * The product, as on existing hosts. The folder of `home` is the mount point of each node's data volume, so it must
   * be one of its own: `/opt/wso2/wso2am-analytics-2.1.0`, not `/opt/wso2am-analytics-2.1.0`.
   */
  product: ProductArgs;
  /**
   * The region of every resource and look-up. @default the provider's
   * @change replacement; of everything, refused while protected
   * @format region
   */
  region?: Input<string>;
  /** Tags of every resource that has tags, besides `Name`. @change in place @keys tagKey @format tagText */
  tags?: Record<string, Input<string>>;
  /**
   * The network of everything.
   * @default the VPC of `subnetIds`, else the region's default VPC
   * @change refused; RDS does not move a database to another VPC
   * @format vpcId
   */
  vpcId?: Input<string>;
  /**
   * At least two subnets, in two zones: the first is node1's, the second node2's, all of them the database's.
   * @default the default VPC's own; node1 and node2 stay where they were made, whatever is added later
   * @change replacement; of the VMs with address and volume, refused while protected
   * @format subnetId
   */
  subnetIds?: Input<string>[];
  /**
   * The ARN of the KMS key of the VMs' disks and data volumes. @default AWS's own for EBS
   * @change replacement; of the VMs with their volumes, refused while protected
   * @format keyId
   */
  volumeKmsKeyId?: Input<string>;
  /** Settings of node1 and node2 where they differ; exactly two entries. @default [{}, {}] @length exactlyTwo */
  nodes?: AwsNodeArgs[];
  /** Who may reach what. @default nobody but the nodes themselves @change in place */
  access?: AccessArgs;
  /** How Pulumi logs in to the nodes. @change nothing; every step runs again */
  ssh?: AwsSshArgs;
  /**
   * A small VM with a public address, to log in to nodes and database through. @default none
   * @change replacement; of the bastion
   */
  bastion?: AwsBastionArgs;
  /** RDS for MySQL and the databases in it. */
  database: AwsDatabaseArgs;
  /**
   * Protects the deployment from deletion: nothing at all is deleted by a `destroy`, the VMs refuse to be terminated,
   * the database to be deleted. To destroy: set to false, update, destroy.
   * @default true
   * @change in place
   */
  protect?: boolean;
}

export interface AwsNodeArgs {
  /**
   * Its subnet, in another zone than the other node's. Replacement of VM, address and volume; refused while protected.
   * @change replacement; with address and volume, refused while protected
   * @format subnetId
   */
  subnetId?: Input<string>;
  /**
   * A private address of the subnet's. @default one that AWS chooses; it stays, also with a new VM
   * @change replacement; with the volume, refused while protected
   * @format ipv4
   */
  address?: Input<string>;
  /**
   * The image. Needs cloud-init, a system with `dnf` or a `mysql` client, and `sudo`. Replacement of the VM only; the
   * address and the volume stay.
   * @default Amazon Linux 2023 for x86_64 as of the node's creation; a later release replaces nothing
   * @change replacement; of the VM alone, one node at a time
   * @format imageId
   */
  image?: Input<string>;
  /**
   * The EC2 type, of the Nitro generations. Restart of the VM. The product needs two cores and 4 GiB, of which its JVM
   * and Spark's take three; 8 GiB leave room. (Production guideline of WSO2 API-M.) Costs about 70 USD a month.
   * @default "m6i.large", 2 cores and 8 GiB
   * @change restart; of the VM, one node at a time
   * @format instanceType
   */
  instanceType?: Input<string>;
  /** GiB of the system's disk. In place when it grows. @default 20 @change in place @range 8 to 65536 GiB */
  rootVolumeSize?: Input<number>;
  /**
   * GiB of the volume with the product's home, its index above all. In place when it grows; grow the file system too. @default 50
   * @change in place; grow the file system too
   * @range 10 to 65536 GiB
   */
  dataVolumeSize?: Input<number>;
  /**
   * A snapshot of a data volume to begin with, with the product's home on it. Counts when the volume is made.
   * @example "snap-0a1b2c3d4e5f67890"
   * @change nothing
   * @format snapshotId
   */
  dataVolumeSnapshotId?: Input<string>;
  /**
   * Gives the node an elastic IP, for a subnet without NAT such as the default VPC's. Costs 4 USD a month. @default false
   * @change in place
   */
  publicAddress?: boolean;
  /**
   * The id of a node that was lost with its volume, from `nodeIds`, so that the one in its place owns the same part of the index.
   * As on existing hosts, written before the first start only. @default the product makes one
   * @change in place; refused where the node has another one
   * @format nodeId
   */
  nodeId?: Input<string>;
}

/** Exactly one of the three. */
export interface PeerArgs {
  /** An IPv4 or IPv6 range. @example "10.20.0.0/16" @format range */
  cidr?: Input<string>;
  /** @format securityGroupId */
  securityGroupId?: Input<string>;
  /** @format prefixListId */
  prefixListId?: Input<string>;
}

/**
 * Peers by names of your own, which become parts of the rules' names: a peer that is added or removed touches no other's
 * rules. Ranges open to the world are refused.
 *
 * @example { gateways: { securityGroupId: "sg-0a1b2c3d" }, trafficManager: { cidr: "10.30.0.0/24" } }
 */
export interface AccessArgs {
  /**
   * Publishers of events, such as API-M's gateways: thrift 7612, and 7712 on which they authenticate. In place.
   * @keys peerName
   */
  publishers?: Record<string, PeerArgs>;
  /** Administrators, and API-M's Publisher and Admin nodes: console and REST API, 9444. In place. @keys peerName */
  console?: Record<string, PeerArgs>;
  /** Operators and deployers: SSH to the bastion where there is one, else to the nodes. In place. @keys peerName */
  ssh?: Record<string, PeerArgs>;
  /** Who reaches MySQL besides the nodes and the bastion: the deployer. In place. @keys peerName */
  databaseClients?: Record<string, PeerArgs>;
  /** Hosts that the nodes download packages from, over HTTPS and HTTP. @default anywhere, outwards only @keys peerName */
  packages?: Record<string, PeerArgs>;
  /** The Subversion server. @default anywhere, outwards only, with `deploymentSynchronizer` @keys peerName */
  svn?: Record<string, PeerArgs>;
  /**
   * DNS servers of your own, where the network's DHCP options name them.
   * @default none; Amazon's DNS and time need no rule
   * @keys peerName
   */
  dnsServers?: Record<string, PeerArgs>;
  /**
   * Between the nodes: `exact` ports, or `all` of TCP. Spark falls back on a random port when its 17 are taken; `all`
   * allows that. @default "exact"
   */
  intraCluster?: IntraClusterRules;
  /**
   * Accepts 0.0.0.0/0 and the like in `console`. The console has a login form and nothing else to keep the world out. @default false
   * @change nothing
   */
  dangerouslyOpenConsoleToTheWorld?: boolean;
  /** An existing group for the nodes; no rule of it is touched. @format securityGroupId */
  nodesSecurityGroupId?: Input<string>;
  /** An existing group for the database; no rule of it is touched. @format securityGroupId */
  databaseSecurityGroupId?: Input<string>;
}

export interface AwsSshArgs {
  /** @default "ec2-user" @format login */
  user?: Input<string>;
  /** @default 22 @format port */
  port?: Input<number>;
  /** Runs the node's scripts through `sudo -n`. @default true */
  sudo?: Input<boolean>;
  /**
   * An EC2 key pair that exists; give `privateKey` too, or have it in the SSH agent. A change replaces both VMs.
   * @default a pair that is made and kept in the stack's state, as a secret; output `sshPrivateKey`
   * @change replacement; of the VMs alone, one node at a time
   */
  keyName?: Input<string>;
  /** The private half of `keyName`; a secret. @format privateKey @secret */
  privateKey?: Input<string>;
  /** @format passphrase @secret */
  privateKeyPassword?: Input<string>;
  agentSocketPath?: Input<string>;
  /** Seconds to wait for a VM that boots, and for one that does not answer. @default 600 @range 1 to 86400 seconds */
  timeoutSeconds?: Input<number>;
  /** A bastion that exists; `access.ssh` must let it reach the nodes. Not together with `bastion`. */
  bastion?: BastionArgs;
}

export interface AwsBastionArgs {
  /** A public subnet. @format subnetId */
  subnetId: Input<string>;
  /** @default Amazon Linux 2023 for x86_64 as of its creation @format imageId */
  image?: Input<string>;
  /**
   * Costs about 12 USD a month with its address.
   * @default "t3.micro" @change in place; the bastion restarts
   * @format instanceType
   */
  instanceType?: Input<string>;
}
