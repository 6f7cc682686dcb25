// Generated from the interfaces of the arguments: npm run generate

/** Each with the text of `Pulumi.yaml`'s default. */
export const keysOfAwsOnly: Readonly<Record<string, string>> = {
  region: "",
  tags: "{}",
  vpcId: "",
  subnetIds: "[]",
  volumeKmsKeyId: "",
  access: "{}",
  ssh: "{}",
  bastion: "{}",
};

/** Likewise. */
export const keysOfHostsOnly: Readonly<Record<string, string>> = {
  installPackages: "false",
  allowPublicAddresses: "false",
};
