import { readFileSync } from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { clusterArgsFromConfig } from "../../components";
import { codesIn } from "../support/problemCodes";

const root = path.resolve(__dirname, "../..");

function configure(values: Record<string, unknown>, secretKeys: string[] = []): void {
  const entries = Object.entries(values).map(([key, value]) => [
    `wso2-analytics:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  pulumi.runtime.setAllConfig(
    Object.fromEntries(entries),
    secretKeys.map((key) => `wso2-analytics:${key}`),
  );
}

const smallest = {
  product: { profile: "apim-analytics-2.1.0", home: "/opt/analytics", distribution: "product.zip" },
  nodes: [{ address: "10.0.1.10" }, { address: "10.0.2.10" }],
  database: { host: "db.internal", username: "wso2", password: "runtime-secret" },
};

afterEach(() => pulumi.runtime.setAllConfig({}));

describe("the stack's configuration", () => {
  it("is the description, with its passwords as secrets", async () => {
    configure(smallest, ["database"]);
    const { product, nodes, database } = clusterArgsFromConfig("wso2-analytics");
    expect(product).toEqual(smallest.product);
    expect(nodes).toEqual(smallest.nodes);
    expect(database.host).toBe("db.internal");
    expect(await pulumi.isSecret(database.password as pulumi.Output<string>)).toBe(true);
  });

  it("leaves out what only has Pulumi.yaml's empty default", () => {
    configure({ ...smallest, deploymentSynchronizer: {}, overrides: [], overwrite: false });
    const args = clusterArgsFromConfig("wso2-analytics");
    expect(args).not.toHaveProperty("deploymentSynchronizer");
    expect(args).not.toHaveProperty("overrides");
  });

  it("is refused with every problem at once", () => {
    configure({ ...smallest, nodes: [{ address: "0.0.0.0" }], clustering: { domian: "a" } });
    const refusal = refusalOf(() => clusterArgsFromConfig("wso2-analytics"));
    expect(codesIn(refusal.split("\n").slice(1)).toSorted()).toEqual([
      "clustering.domian WA601",
      "nodes WA606",
    ]);
  });

  it("has no key that is dropped in silence: one of another name, or of the other target, is refused", () => {
    const unknown = { clusterng: { groupPassword: "a-secret-value" }, override: [{}], colour: "red" };
    configure({ ...smallest, target: "hosts", ...unknown, subnetIds: ["subnet-1"] }, ["clusterng"]);
    const refusal = refusalOf(() => clusterArgsFromConfig("wso2-analytics"));
    expect(refusal).toMatch(/^configuration wso2-analytics: 4 problems, nothing was changed\n/);
    expect(codesIn(refusal.split("\n").slice(1)).toSorted()).toEqual([
      "clusterng WA601",
      "colour WA601",
      "override WA601",
      "subnetIds WA610",
    ]);
    expect(refusal).not.toContain("a-secret-value");
  });

  it.each([true, false])("says whether the deployment is protected: %s", (protect) => {
    configure({ ...smallest, target: "hosts", protect });
    expect(clusterArgsFromConfig("wso2-analytics").protect).toBe(protect);
  });

  it("may have Pulumi.yaml's default at every key, and keys of other namespaces", () => {
    const { config } = parse(readFileSync(path.join(root, "Pulumi.yaml"), "utf8"));
    const defaults = Object.entries<{ default?: unknown }>(config).flatMap(([key, { default: unset }]) =>
      unset === undefined ? [] : [[key, unset]],
    );
    configure({ ...Object.fromEntries(defaults), ...smallest });
    pulumi.runtime.setConfig("mysql:colour", "red");
    pulumi.runtime.setConfig("wso2-analytics-dashboard:colour", "red");
    expect(clusterArgsFromConfig("wso2-analytics").nodes).toEqual(smallest.nodes);
  });
});

function refusalOf(program: () => unknown): string {
  try {
    program();
  } catch (error) {
    return String((error as Error).message);
  }
  return "";
}

it("the ready-made stack's file for hosts is right once its secrets are set", () => {
  const file = path.join(root, "examples/ready-made-stack/Pulumi.hosts.yaml");
  const { config } = parse(readFileSync(file, "utf8"));
  const entries = Object.entries(config).map(([key, value]) => [key.replace("wso2-analytics:", ""), value]);
  const values = Object.fromEntries(entries);
  values.database.password = "secret-1";
  values.database.schema.password = "secret-2";
  values.database.administrator.password = "secret-3";
  configure(values, ["database"]);
  expect(clusterArgsFromConfig("wso2-analytics").nodes).toHaveLength(2);
});
