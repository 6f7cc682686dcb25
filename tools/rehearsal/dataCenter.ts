import {
  type Address,
  DescribeAddressesCommand,
  DescribeInstanceAttributeCommand,
  DescribeInstancesCommand,
  DescribeKeyPairsCommand,
  EC2Client,
  type Instance,
} from "@aws-sdk/client-ec2";
import type { SshServer } from "../machine/sshServer";
import { boot, type VirtualMachineOptions } from "./virtualMachine";

export interface DataCenterOptions extends VirtualMachineOptions {
  /** Of the moto server. */
  url: string;
  region: string;
}

/**
 * The machines behind moto's records: an instance that runs there gets a server here when somebody first asks for its
 * address, and loses it when it no longer runs. One of another type than before was stopped in between.
 */
export class DataCenter {
  readonly ec2: EC2Client;
  private readonly options: DataCenterOptions;
  private readonly machines = new Map<string, SshServer>();
  private last: Promise<unknown> = Promise.resolve();

  constructor(options: DataCenterOptions) {
    this.options = options;
    this.ec2 = new EC2Client({
      region: options.region,
      endpoint: options.url,
      credentials: { accessKeyId: "rehearsal", secretAccessKey: "rehearsal" },
    });
  }

  /** The server of the running instance that has the address, private or elastic; undefined where there is none. */
  machineAt(address: string): Promise<SshServer | undefined> {
    return this.oneByOne(async () => {
      const running = await this.running();
      await this.endOthers(running.map(bootOf));
      const elastic = await this.elasticAddresses();
      const instance = running.find((each) => addressesOf(each, elastic).includes(address));
      return instance && this.machine(instance);
    });
  }

  /** Those of the running instances that are this machine's. */
  async addresses(): Promise<string[]> {
    const [running, elastic] = await Promise.all([this.running(), this.elasticAddresses()]);
    return running.flatMap((each) => addressesOf(each, elastic)).filter((each) => each.startsWith("127."));
  }

  private async elasticAddresses(): Promise<Address[]> {
    return (await this.ec2.send(new DescribeAddressesCommand({}))).Addresses ?? [];
  }

  async running(): Promise<Instance[]> {
    const { Reservations = [] } = await this.ec2.send(new DescribeInstancesCommand({}));
    return Reservations.flatMap(({ Instances = [] }) => Instances).filter(
      ({ State }) => State?.Name === "running",
    );
  }

  async end(): Promise<void> {
    await this.oneByOne(() => this.endOthers([]));
    this.ec2.destroy();
  }

  /**
   * After what was asked before. Two boots of one instance share a folder: if the former were still being ended when the next begins,
   * nobody would know the next one's process, and what runs in it would keep its ports.
   */
  private oneByOne<T>(work: () => Promise<T>): Promise<T> {
    const result = this.last.then(work);
    this.last = result.catch(() => undefined);
    return result;
  }

  private async machine(instance: Instance): Promise<SshServer> {
    const id = bootOf(instance);
    const machine = this.machines.get(id) ?? (await this.start(instance));
    this.machines.set(id, machine);
    return machine;
  }

  private async start(instance: Instance): Promise<SshServer> {
    const { InstanceId = "", KeyName = "", BlockDeviceMappings = [] } = instance;
    const [data, keys] = await Promise.all([
      this.ec2.send(new DescribeInstanceAttributeCommand({ InstanceId, Attribute: "userData" })),
      this.ec2.send(new DescribeKeyPairsCommand({ KeyNames: [KeyName], IncludePublicKey: true })),
    ]);
    return boot(
      {
        instanceId: InstanceId,
        userData: Buffer.from(data.UserData?.Value ?? "", "base64").toString(),
        volumeIds: BlockDeviceMappings.flatMap(({ Ebs }) => Ebs?.VolumeId ?? []),
        loginKey: keys.KeyPairs?.[0]?.PublicKey ?? "",
      },
      this.options,
    );
  }

  private async endOthers(running: readonly string[]): Promise<void> {
    for (const [id, machine] of [...this.machines]) {
      if (running.includes(id)) continue;
      this.machines.delete(id);
      await machine.stop();
    }
  }
}

function addressesOf(
  { InstanceId, PrivateIpAddress = "", NetworkInterfaces = [] }: Instance,
  elastic: Address[],
) {
  const interfaces = NetworkInterfaces.flatMap(({ NetworkInterfaceId }) => NetworkInterfaceId ?? []);
  const own = elastic.filter(
    (each) => each.InstanceId === InstanceId || interfaces.includes(each.NetworkInterfaceId ?? ""),
  );
  return [PrivateIpAddress, ...own.flatMap(({ PublicIp }) => PublicIp ?? [])];
}

/** What a boot of an instance is told by. */
function bootOf({ InstanceId, InstanceType }: Instance): string {
  return `${InstanceId} ${InstanceType}`;
}
