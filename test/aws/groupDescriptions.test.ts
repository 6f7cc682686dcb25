import { describe, expect, it } from "vitest";
import { AwsAnalyticsCluster } from "../../components/aws";
import { IntraClusterRules, ruleTable } from "../../components/aws/rules/ruleTable";
import { findProfile, portMap, profileIds } from "../../components/product";
import { awsDescription } from "./awsDescription";
import { runAws } from "./awsMocks";

/** The characters that EC2 takes in the description of every kind of rule; of a group it takes `&` too. */
const accepted = /^[a-zA-Z0-9 ._\-:/()#,@[\]+=;{}!$*]{1,255}$/;

describe("what AWS is told of the security groups", () => {
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
        dnsServers: peers,
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
    const replaced = resources.filter(({ type }) => /ec2\/securityGroup:SecurityGroup$/.test(type));
    expect(replaced.map(({ inputs }) => inputs.description).sort()).toEqual([
      "WSO2 analytics database",
      "WSO2 analytics nodes",
    ]);
  });
});
