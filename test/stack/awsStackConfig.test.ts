import { readFileSync } from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { awsClusterArgsFromConfig } from "../../components/aws";
import { targetFromConfig } from "../../components/stack/stackConfig";
import { awsDescription } from "../aws/awsDescription";
import { resolved } from "../aws/awsMocks";

/** A stack's configuration as the engine hands it over: text, structured values as JSON. */
function configure(values: object): void {
  const entries = Object.entries(values).map(([key, value]) => [
    `stack-of-aws:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  pulumi.runtime.setAllConfig(Object.fromEntries(entries));
}

afterEach(() => pulumi.runtime.setAllConfig({}));

describe("the stack's configuration for AWS", () => {
  it("is the arguments, with the passwords as secrets", async () => {
    const { subnetIds, access, database, ...rest } = awsDescription();
    configure({
      ...rest,
      subnetIds,
      access,
      database,
      region: "eu-west-1",
      vpcId: "",
      tags: {},
      protect: false,
    });
    const args = awsClusterArgsFromConfig("stack-of-aws");
    expect(args).toMatchObject({ subnetIds, access, region: "eu-west-1", protect: false });
    expect(args).not.toHaveProperty("vpcId");
    expect(args).not.toHaveProperty("tags");
    expect(await pulumi.isSecret(pulumi.output(args.database.password))).toBe(true);
    expect(await resolved(pulumi.output(args.database.password))).toBe("runtime-secret");
  });

  it("is refused with all problems of all keys", () => {
    configure({ region: "ireland", subnetIds: ["subnet-1"], product: {}, database: { username: "a" } });
    expect(() => awsClusterArgsFromConfig("stack-of-aws")).toThrow(
      /^configuration stack-of-aws: \d+ problems, nothing was changed\n(.*\n)*region: (.*\n)*subnetIds/,
    );
  });

  it("has no key that is dropped in silence: one of another name, or of hosts that exist, is refused", () => {
    configure({ ...awsDescription(), target: "aws", subnetids: ["a"], installPackages: true });
    expect(() => awsClusterArgsFromConfig("stack-of-aws")).toThrow(
      /^configuration stack-of-aws: 2 problems, .*\ninstallPackages: .*\(WA610\)\nsubnetids: .* subnetIds\? \(WA601\)$/,
    );
  });

  it("may have Pulumi.yaml's default at every key", () => {
    const { config } = parse(readFileSync(path.resolve(__dirname, "../../Pulumi.yaml"), "utf8"));
    const defaults = Object.entries<{ default?: unknown }>(config).flatMap(([key, { default: unset }]) =>
      unset === undefined ? [] : [[key, unset]],
    );
    configure({ ...Object.fromEntries(defaults), ...awsDescription() });
    expect(awsClusterArgsFromConfig("stack-of-aws").protect).toBe(true);
  });

  it("says where the stack is built: on hosts unless it says aws", () => {
    expect(targetFromConfig("stack-of-aws")).toBe("hosts");
    configure({ target: "aws" });
    expect(targetFromConfig("stack-of-aws")).toBe("aws");
    configure({ target: "azure" });
    expect(() => targetFromConfig("stack-of-aws")).toThrow(/stack-of-aws:target: .*\(WA607\)/);
  });
});

it("the ready-made stack's file for AWS is right once its secrets are set", () => {
  const file = path.resolve(__dirname, "../../examples/ready-made-stack/Pulumi.aws.yaml");
  const { config } = parse(readFileSync(file, "utf8"));
  const entries = Object.entries(config).filter(([key]) => key !== "aws:region");
  configure({
    ...Object.fromEntries(entries.map(([key, value]) => [key.replace("wso2-analytics:", ""), value])),
    database: { ...config["wso2-analytics:database"], password: "secret-1" },
    clustering: { groupPassword: "secret-2" },
  });
  expect(awsClusterArgsFromConfig("stack-of-aws").subnetIds).toHaveLength(2);
});
