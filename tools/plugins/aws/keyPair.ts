import { DeleteKeyPairCommand, DescribeKeyPairsCommand, ImportKeyPairCommand } from "@aws-sdk/client-ec2";
import type { ec2 } from "@pulumi/aws";
import type { Unwrap } from "@pulumi/pulumi";
import { ifThere, only } from "./awsError";
import type { AwsResource } from "./awsResource";
import { changeTags, tagSpecification } from "./tags";

/** `aws:ec2/keyPair:KeyPair`. Its id is its name. */
export const keyPair: AwsResource<Unwrap<ec2.KeyPairArgs>> = {
  replaces: ["keyName", "publicKey"],
  updates: ["tags"],
  autoName: "keyName",

  async create({ ec2 }, { keyName, publicKey, tags }) {
    const request = {
      KeyName: keyName,
      PublicKeyMaterial: Buffer.from(publicKey),
      TagSpecifications: tagSpecification("key-pair", tags),
    };
    const { KeyName = "" } = await ec2.send(new ImportKeyPairCommand(request));
    return KeyName;
  },

  async read({ ec2 }, id) {
    const found = await ifThere(async () =>
      only((await ec2.send(new DescribeKeyPairsCommand({ KeyNames: [id] }))).KeyPairs, `the key pair ${id}`),
    );
    return found && { keyPairId: found.KeyPairId, keyType: found.KeyType, fingerprint: found.KeyFingerprint };
  },

  async update(aws, id, { args, olds }) {
    const { KeyPairs } = await aws.ec2.send(new DescribeKeyPairsCommand({ KeyNames: [id] }));
    const keyPairId = only(KeyPairs, `the key pair ${id}`).KeyPairId ?? "";
    await changeTags(aws, keyPairId, olds.tags, args.tags);
  },

  async delete({ ec2 }, id) {
    await ec2.send(new DeleteKeyPairCommand({ KeyName: id }));
  },
};
