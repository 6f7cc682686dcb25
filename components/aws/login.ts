import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { SshArgs } from "../description";
import type { AwsAnalyticsClusterArgs } from "./awsClusterArgs";
import { type AwsPlacement, tagsOf } from "./awsOptions";
import { generateOnce } from "./generateOnce";
import { namePrefix } from "./identifiers";
import { sshKeyPair } from "./sshKeyPair";

/** How the VMs are logged in to. */
export interface Login {
  keyName: pulumi.Input<string>;
  privateKey: pulumi.Input<string> | undefined;
}

/** The key pair that is given, or one that is made and kept. */
export function createLogin(
  name: string,
  { ssh, region }: AwsAnalyticsClusterArgs,
  placement: AwsPlacement,
  parent: pulumi.Resource,
): Login {
  if (ssh?.keyName !== undefined) return { keyName: ssh.keyName, privateKey: ssh.privateKey };
  const generatedKey = generateOnce(`${name}-loginKey`, sshKeyPair, { parent });
  const pair = new aws.ec2.KeyPair(
    `${name}-login`,
    {
      keyNamePrefix: namePrefix(`${name}-login`),
      publicKey: pulumi.unsecret(generatedKey.apply((key) => key.publicKey)),
      region,
      tags: tagsOf(`${name}-login`, placement),
    },
    { parent, ignoreChanges: ["keyNamePrefix"] },
  );
  return { keyName: pair.keyName, privateKey: generatedKey.apply((key) => key.privateKey) };
}

export function sshOf({ ssh = {} }: AwsAnalyticsClusterArgs, { privateKey }: Login): SshArgs {
  const { keyName: _, ...login } = ssh;
  return {
    ...login,
    user: ssh.user ?? "ec2-user",
    sudo: ssh.sudo ?? true,
    timeoutSeconds: ssh.timeoutSeconds ?? 600,
    privateKey,
  };
}
