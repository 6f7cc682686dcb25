import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  DeleteInstanceProfileCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetInstanceProfileCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  PutRolePolicyCommand,
  RemoveRoleFromInstanceProfileCommand,
  TagInstanceProfileCommand,
  TagRoleCommand,
  UntagInstanceProfileCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import type { iam } from "@pulumi/aws";
import type { Unwrap } from "@pulumi/pulumi";
import { ifThere } from "./awsError";
import type { AwsResource } from "./awsResource";
import { removedTags, tagList } from "./tags";

/** `aws:iam/role:Role`. Its id is its name, and so it is with the other two. */
export const role: AwsResource<Unwrap<iam.RoleArgs>> = {
  replaces: ["name"],
  updates: ["assumeRolePolicy", "tags"],
  autoName: "name",

  async create({ iam }, { name = "", assumeRolePolicy, tags }) {
    const request = {
      RoleName: name,
      AssumeRolePolicyDocument: String(assumeRolePolicy),
      Tags: tagList(tags),
    };
    await iam.send(new CreateRoleCommand(request));
    return name;
  },

  async read({ iam }, id) {
    const found = await ifThere(() => iam.send(new GetRoleCommand({ RoleName: id })));
    return found?.Role && { arn: found.Role.Arn, uniqueId: found.Role.RoleId };
  },

  async update({ iam }, id, { args, olds, has }) {
    if (has("assumeRolePolicy")) {
      const PolicyDocument = String(args.assumeRolePolicy);
      await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: id, PolicyDocument }));
    }
    await iam.send(new UntagRoleCommand({ RoleName: id, TagKeys: removedTags(olds.tags, args.tags) }));
    await iam.send(new TagRoleCommand({ RoleName: id, Tags: tagList(args.tags) }));
  },

  async delete({ iam }, id) {
    await iam.send(new DeleteRoleCommand({ RoleName: id }));
  },
};

/** `aws:iam/rolePolicy:RolePolicy` */
export const rolePolicy: AwsResource<Unwrap<iam.RolePolicyArgs>> = {
  replaces: ["name", "role"],
  updates: ["policy"],
  autoName: "name",

  async create({ iam }, args) {
    await iam.send(new PutRolePolicyCommand(policyRequest(args)));
    return `${args.role}:${args.name}`;
  },

  async read({ iam }, _id, args) {
    const { RoleName, PolicyName } = policyRequest(args);
    const found = await ifThere(() => iam.send(new GetRolePolicyCommand({ RoleName, PolicyName })));
    return found && {};
  },

  async update({ iam }, _id, { args }) {
    await iam.send(new PutRolePolicyCommand(policyRequest(args)));
  },

  async delete({ iam }, _id, args) {
    const { RoleName, PolicyName } = policyRequest(args);
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  },
};

/** `aws:iam/instanceProfile:InstanceProfile` */
export const instanceProfile: AwsResource<Unwrap<iam.InstanceProfileArgs>> = {
  replaces: ["name"],
  updates: ["role", "tags"],
  autoName: "name",

  async create({ iam }, { name = "", role: roleName, tags }) {
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: name, Tags: tagList(tags) }));
    const RoleName = String(roleName);
    await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: name, RoleName }));
    return name;
  },

  async read({ iam }, id) {
    const found = await ifThere(() => iam.send(new GetInstanceProfileCommand({ InstanceProfileName: id })));
    return found?.InstanceProfile && { arn: found.InstanceProfile.Arn };
  },

  async update({ iam }, id, { args, olds, has }) {
    const InstanceProfileName = id;
    if (has("role")) {
      const before = { InstanceProfileName, RoleName: String(olds.role) };
      await iam.send(new RemoveRoleFromInstanceProfileCommand(before));
      const after = { InstanceProfileName, RoleName: String(args.role) };
      await iam.send(new AddRoleToInstanceProfileCommand(after));
    }
    const TagKeys = removedTags(olds.tags, args.tags);
    await iam.send(new UntagInstanceProfileCommand({ InstanceProfileName, TagKeys }));
    await iam.send(new TagInstanceProfileCommand({ InstanceProfileName, Tags: tagList(args.tags) }));
  },

  async delete({ iam }, id, { role: roleName }) {
    const membership = { InstanceProfileName: id, RoleName: String(roleName) };
    await iam.send(new RemoveRoleFromInstanceProfileCommand(membership));
    await iam.send(new DeleteInstanceProfileCommand({ InstanceProfileName: id }));
  },
};

function policyRequest({ role: roleName, name, policy }: Unwrap<iam.RolePolicyArgs>) {
  return { RoleName: String(roleName), PolicyName: name, PolicyDocument: String(policy) };
}
