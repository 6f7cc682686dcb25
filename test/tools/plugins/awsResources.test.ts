import { DescribeSubnetsCommand, ModifyInstanceAttributeCommand } from "@aws-sdk/client-ec2";
import { DescribeDBSnapshotsCommand } from "@aws-sdk/client-rds";
import { beforeAll, describe, expect, test } from "vitest";
import { localEndpoint } from "../../../tools/plugins/aws/awsClients";
import { databaseInstance } from "../../../tools/plugins/aws/databaseInstance";
import { instance } from "../../../tools/plugins/aws/instance";
import { keyPair } from "../../../tools/plugins/aws/keyPair";
import { networkInterface } from "../../../tools/plugins/aws/networkInterface";
import { securityGroup } from "../../../tools/plugins/aws/securityGroup";
import {
  securityGroupEgressRule,
  securityGroupIngressRule,
} from "../../../tools/plugins/aws/securityGroupRule";
import { volume, volumeAttachment } from "../../../tools/plugins/aws/volume";
import { type PropertyMap, secret, unknownValue } from "../../../tools/plugins/protocol/propertyValue";
import { useAws } from "./awsServer";
import { operation } from "./operation";

const aws = useAws();
let subnetId: string;
let zone: string;
let vpcId: string;

beforeAll(async () => {
  const { Subnets } = await aws().aws.ec2.send(new DescribeSubnetsCommand({}));
  ({ SubnetId: subnetId = "", AvailabilityZone: zone = "", VpcId: vpcId = "" } = Subnets?.[0] ?? {});
});

describe("the offline aws plugin", () => {
  test("works on this machine only", () => {
    expect(localEndpoint("http://127.0.0.1:5000")).toBe("http://127.0.0.1:5000");
    const others = [undefined, "https://ec2.eu-west-1.amazonaws.com", "http://127.0.0.1.example.com:80"];
    for (const other of others) expect(() => localEndpoint(other)).toThrow("on this machine only");
  });

  test("refuses an argument that it would leave undone", () => {
    const news = { availabilityZone: zone, multiAttachEnabled: true };
    expect(aws().kind(volume).check({ name: "it", olds: {}, news }).failures).toEqual([
      {
        property: "multiAttachEnabled",
        reason: "the offline aws plugin has no multiAttachEnabled; use the real plugin",
      },
    ]);
  });

  test("names what has no name after the resource, and keeps that name", () => {
    const check = (olds: PropertyMap) =>
      aws().kind(securityGroup).check({ name: "nodes", olds, news: {} }).inputs;
    const { name = "" } = check({});
    expect(name).toMatch(/^nodes-[0-9a-f]{7}$/);
    expect(check({ name }).name).toBe(name);
    expect(check({}).name).not.toBe(name);
  });

  test("says before an update what replaces a resource", () => {
    const inputs = {
      ami: "ami-1",
      instanceType: "m6i.large",
      primaryNetworkInterface: { networkInterfaceId: "eni-1" },
    };
    const replacedBy = (news: PropertyMap) =>
      aws()
        .kind(instance)
        .diff({ id: "i-1", inputs, outputs: inputs }, { ...inputs, ...news }).replaces;
    expect(replacedBy({ instanceType: "m6i.xlarge" })).toEqual([]);
    expect(replacedBy({ ami: "ami-2" })).toEqual(["ami"]);
    expect(replacedBy({ ami: unknownValue })).toEqual(["ami"]);
    expect(replacedBy({ primaryNetworkInterface: { networkInterfaceId: "eni-2" } })).toEqual([
      "primaryNetworkInterface.networkInterfaceId",
    ]);
    expect(replacedBy({ region: "eu-west-2" })).toEqual(["region"]);
  });

  test("keeps a secret argument secret in the state", async () => {
    const made = await aws().make(databaseInstance, {
      ...database("with-secret"),
      password: secret("a-password"),
    });
    expect(made.outputs.password).toEqual(secret("a-password"));
    await aws().remove(databaseInstance, made);
  });

  test("no longer knows what somebody deleted by hand", async () => {
    const made = await aws().make(volume, { availabilityZone: zone, size: 1 });
    const read = () =>
      aws()
        .kind(volume)
        .read?.({ ...operation(), ...made });
    expect((await read())?.id).toBe(made.id);
    await aws().remove(volume, made);
    expect(await read()).toBeUndefined();
  });
});

describe("an instance", () => {
  test("gets an interface that no other instance has, and gives it free when it is terminated", async () => {
    const nic = await aws().make(networkInterface, { subnetId });
    const first = await launch(nic.id);
    expect(first.outputs.privateIp).toBe(nic.outputs.privateIp);
    await expect(launch(nic.id)).rejects.toThrow(
      `InvalidNetworkInterface.InUse: Interface: [${nic.id}] in use.`,
    );
    await expect(aws().remove(networkInterface, nic)).rejects.toThrow("is currently in use");
    await aws().remove(instance, first);
    const second = await launch(nic.id);
    expect(second.outputs.privateIp).toBe(nic.outputs.privateIp);
    await aws().remove(instance, second);
    await aws().remove(networkInterface, nic);
  });

  test("refuses to be terminated while it is protected, but for what may end it all the same", async () => {
    const nic = await aws().make(networkInterface, { subnetId });
    const made = await launch(nic.id, { disableApiTermination: true });
    await expect(aws().remove(instance, made)).rejects.toThrow("OperationNotPermitted");
    await aws().remove(instance, { ...made, inputs: { ...made.inputs, forceDestroy: true } });
    expect(
      await aws()
        .kind(instance)
        .read?.({ ...operation(), ...made }),
    ).toBeUndefined();
  });

  test("is protected from the update on that says so", async () => {
    const nic = await aws().make(networkInterface, { subnetId });
    const made = await launch(nic.id);
    const inputs = { ...made.inputs, disableApiTermination: true };
    await aws()
      .kind(instance)
      .update?.({ ...operation(), old: made, inputs, preview: false });
    await expect(aws().remove(instance, made)).rejects.toThrow("OperationNotPermitted");
    const off = { InstanceId: made.id, DisableApiTermination: { Value: false } };
    await aws().aws.ec2.send(new ModifyInstanceAttributeCommand(off));
    await aws().remove(instance, made);
  });
});

describe("a volume", () => {
  test("is attached to one instance at a time, and deleted when it is attached to none", async () => {
    const [nic1, nic2] = [
      await aws().make(networkInterface, { subnetId }),
      await aws().make(networkInterface, { subnetId }),
    ];
    const [first, second] = [await launch(nic1.id), await launch(nic2.id)];
    const data = await aws().make(volume, { availabilityZone: zone, size: 1 });
    const attach = (instanceId: string) =>
      aws().make(volumeAttachment, { deviceName: "/dev/sdf", instanceId, volumeId: data.id });
    const attached = await attach(first.id);
    await expect(attach(second.id)).rejects.toThrow("VolumeInUse");
    await expect(aws().remove(volume, data)).rejects.toThrow("VolumeInUse");
    await aws().remove(volumeAttachment, attached);
    await attach(second.id);
    await aws().remove(instance, second);
    await aws().remove(volume, data);
  });

  test("is not attached across zones", async () => {
    const nic = await aws().make(networkInterface, { subnetId });
    const made = await launch(nic.id);
    const data = await aws().make(volume, { availabilityZone: "eu-west-1c", size: 1 });
    const attachment = { deviceName: "/dev/sdf", instanceId: made.id, volumeId: data.id };
    expect(zone).not.toBe("eu-west-1c");
    await expect(aws().make(volumeAttachment, attachment)).rejects.toThrow("InvalidVolume.ZoneMismatch");
  });

  test("grows and never shrinks", async () => {
    const made = await aws().make(volume, { availabilityZone: zone, size: 2 });
    const resize = (size: number) =>
      aws()
        .kind(volume)
        .update?.({ ...operation(), old: made, inputs: { ...made.inputs, size }, preview: false });
    expect(await resize(3)).toMatchObject({ size: 3 });
    await expect(resize(1)).rejects.toThrow("New size cannot be smaller");
  });
});

describe("a security group", () => {
  test("lets nothing out that no rule lets out", async () => {
    const group = await aws().make(securityGroup, { vpcId });
    const everything = { securityGroupId: group.id, ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" };
    // Refused as a duplicate if AWS's own were still there.
    expect((await aws().make(securityGroupEgressRule, everything)).id).toMatch(/^sgr-/);
  });

  test("takes a rule once, and only ranges that are ranges", async () => {
    const group = await aws().make(securityGroup, { vpcId });
    const rule = (cidrIpv4: string) =>
      aws().make(securityGroupIngressRule, {
        securityGroupId: group.id,
        ipProtocol: "tcp",
        fromPort: 22,
        toPort: 22,
        cidrIpv4,
      });
    const made = await rule("10.0.0.0/8");
    await expect(rule("10.0.0.0/8")).rejects.toThrow("InvalidPermission.Duplicate");
    await expect(rule("10.0.0.300/8")).rejects.toThrow("InvalidParameterValue");
    await aws().remove(securityGroupIngressRule, made);
    await rule("10.0.0.0/8");
  });

  test("stays as long as an interface is in it", async () => {
    const group = await aws().make(securityGroup, { vpcId });
    const nic = await aws().make(networkInterface, { subnetId, securityGroups: [group.id] });
    await expect(aws().remove(securityGroup, group)).rejects.toThrow("DependencyViolation");
    await aws().remove(networkInterface, nic);
    await aws().remove(securityGroup, group);
  });
});

describe("a database", () => {
  test("refuses to be deleted while it is protected, and leaves the snapshot it was told to", async () => {
    const inputs = {
      ...database("guarded"),
      deletionProtection: true,
      finalSnapshotIdentifier: "guarded-final",
    };
    const made = await aws().make(databaseInstance, inputs);
    await expect(aws().remove(databaseInstance, made)).rejects.toThrow("Cannot delete protected DB Instance");
    const open = { ...made.inputs, deletionProtection: false };
    await aws()
      .kind(databaseInstance)
      .update?.({ ...operation(), old: made, inputs: open, preview: false });
    await aws().remove(databaseInstance, { ...made, inputs: open });
    const { DBSnapshots = [] } = await aws().aws.rds.send(new DescribeDBSnapshotsCommand({}));
    expect(DBSnapshots.map(({ DBSnapshotIdentifier }) => DBSnapshotIdentifier)).toContain("guarded-final");
  });
});

test("a key pair is replaced with its public key", () => {
  const inputs = { keyName: "login-0123456", publicKey: "ssh-ed25519 AAAA" };
  const news = { ...inputs, publicKey: "ssh-ed25519 BBBB" };
  const diff = aws().kind(keyPair).diff({ id: "login-0123456", inputs, outputs: inputs }, news);
  expect(diff).toMatchObject({ replaces: ["publicKey"], deleteBeforeReplace: false });
});

function launch(networkInterfaceId: string, more: PropertyMap = {}) {
  const args = {
    ami: "ami-0123456789abcdef0",
    instanceType: "m6i.large",
    primaryNetworkInterface: { networkInterfaceId },
  };
  return aws().make(instance, { ...args, ...more });
}

function database(identifier: string): PropertyMap {
  return {
    identifier,
    engine: "mysql",
    engineVersion: "8.4",
    instanceClass: "db.m6g.large",
    allocatedStorage: 20,
    username: "admin",
    password: "a-password",
  };
}
