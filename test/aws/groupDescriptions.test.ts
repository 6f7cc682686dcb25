import { describe, expect, it } from "vitest";
import { AwsAnalyticsCluster, type AwsAnalyticsClusterArgs } from "../../components/aws";
import { IntraClusterRules, ruleTable } from "../../components/aws/rules/ruleTable";
import { portMap } from "../../components/product/ports";
import { findProfile, profileIds } from "../../components/product/productProfile";
import { awsDescription } from "./awsDescription";
import { runAws } from "./awsMocks";

/** The characters that EC2 takes in the description of every kind of rule; of a group it takes `&` too. */
const accepted = /^[a-zA-Z0-9 ._\-:/()#,@[\]+=;{}!$*]{1,255}$/;

const everyPeer: AwsAnalyticsClusterArgs["access"] = {
  publishers: { list: { prefixListId: "pl-0a1b2c3d" }, group: { securityGroupId: "sg-0a1b2c3d" } },
  console: { six: { cidr: "2001:db8::/48" }, four: { cidr: "10.20.0.0/16" } },
  ssh: { deployer: { cidr: "10.0.9.0/24" } },
  databaseClients: { deployer: { cidr: "10.0.9.0/24" } },
};

const variants: Record<string, Partial<AwsAnalyticsClusterArgs>> = {
  smallest: {},
  "with a bastion and Subversion": {
    access: everyPeer,
    bastion: { subnetId: "subnet-0a000003" },
    deploymentSynchronizer: { svnUrl: "svn://svn.internal/analytics" },
  },
  "with every port between the nodes": { access: { ...everyPeer, intraCluster: IntraClusterRules.All } },
};

describe("what AWS is told of the security groups", () => {
  it.each(Object.keys(variants))("has only characters that EC2 accepts: %s", async (variant) => {
    const { resources, errors } = await runAws(() => {
      new AwsAnalyticsCluster("analytics", { ...awsDescription(), ...variants[variant] });
    });
    expect(errors).toEqual([]);
    const described = resources.filter(({ type }) => /SecurityGroup((In|E)gressRule)?$/.test(type));
    expect(described.length).toBeGreaterThan(10);
    const refused = described.filter(({ inputs }) => !accepted.test(String(inputs.description)));
    expect(refused.map(({ name, inputs }) => [name, inputs.description])).toEqual([]);
  });

  it.each(profileIds)("has only characters that EC2 accepts, for every port of %s", (id) => {
    const profile = findProfile(id);
    if (profile === undefined) throw new Error(`no profile ${id}`);
    const peers = { someone: "someone" };
    const rules = ruleTable(
      {
        publishers: peers,
        console: peers,
        ssh: peers,
        databaseClients: peers,
        packages: peers,
        svn: peers,
        network: "network",
        hasBastion: true,
        intraCluster: IntraClusterRules.Exact,
      },
      portMap(profile, 1, {}),
      { ssh: 22, database: 3306, svn: 3690 },
    );
    expect(rules.filter(({ description }) => !accepted.test(description))).toEqual([]);
  });

  it("names neither product nor version where another text would replace what it describes", async () => {
    const { resources } = await runAws(() => {
      new AwsAnalyticsCluster("analytics", awsDescription());
    });
    const replaced = resources.filter(({ type }) => type.endsWith("/securityGroup:SecurityGroup"));
    expect(replaced.map(({ inputs }) => inputs.description).sort()).toEqual([
      "WSO2 analytics database",
      "WSO2 analytics nodes",
    ]);
  });

  it("is not begun where a group's name would be refused", async () => {
    const messages: string[] = [];
    const { resources } = await runAws(() => {
      try {
        new AwsAnalyticsCluster("sg-analytics", awsDescription());
      } catch (error) {
        messages.push((error as Error).message);
      }
    });
    expect(messages.join()).toMatch(/^the component's name: no security group's name may begin with sg-; /m);
    expect(resources.filter(({ type }) => type.startsWith("aws:"))).toEqual([]);
  });
});
