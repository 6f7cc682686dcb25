/**
 * A program that orders the turns itself. It keeps the two passes, of which the first acts on a node that is stopped or passive and
 * the second on the other one, and puts a check of its own between them.
 */
import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { AnalyticsNode, planDeployment } from "pulumi-wso2-analytics";

const config = new pulumi.Config();
const home = "/opt/wso2am-analytics-2.1.0";
const addresses = ["10.0.1.10", "10.0.2.10"] as const;
const description = {
  product: { profile: "apim-analytics-2.1.0", home, distribution: config.require("distribution") },
  nodes: addresses.map((address) => ({ address })),
  database: {
    host: "db.internal",
    username: "wso2analytics",
    password: config.requireSecret("databasePassword"),
  },
};

// Validates the description. What comes of it holds its passwords, and is a secret because they are.
const prepared = pulumi.output(description).apply(planDeployment);
const node = (index: 0 | 1) =>
  new AnalyticsNode(`analytics-node${index + 1}`, {
    address: addresses[index],
    home,
    configuration: prepared.apply(({ revisions }) => revisions[index]),
    preparation: prepared.apply(({ preparations }) => preparations[index]),
    service: prepared.apply(({ runs }) => runs[index]),
  });
const [node1, node2] = [node(0), node(1)];

const first1 = node1.turn({ pass: "first", last: false }, [node2.staged]);
const first2 = node2.turn({ pass: "first", last: false }, [first1]);
const triggers = [prepared.apply(({ revisions }) => revisions.map(({ digest }) => digest))];
const checked = new local.Command("check", { create: "./check.sh", triggers }, { dependsOn: first2 });
const second1 = node1.turn({ pass: "second", last: false }, [checked]);
const second2 = node2.turn({ pass: "second", last: true }, [second1]);
const verified1 = node1.verify([second2]);
export const report = node2.verify([verified1], verified1).stdout;
