import * as pulumi from "@pulumi/pulumi";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { AnalyticsCluster, type AnalyticsClusterArgs } from "../../components";
import type { EngineStack, Operation } from "../../tools/machine/engineStack";
import { codesIn } from "../support/problemCodes";
import { sampleProductFolder } from "../support/sampleProduct";
import { Workplace } from "./workplace";

const workplace = new Workplace();
let stack: EngineStack;

beforeAll(async () => {
  stack = await workplace.createStack();
});

afterAll(() => workplace.end());

afterEach(() => {
  expect(stack.resources(), "created although the input is wrong").toEqual([]);
});

/** Nothing of it is reachable: were anything tried, it would show. */
function description(): AnalyticsClusterArgs {
  return {
    product: {
      profile: "apim-analytics-2.1.0",
      home: "/opt/wso2am-analytics-2.1.0",
      distribution: sampleProductFolder,
    },
    nodes: [{ address: "10.0.1.10" }, { address: "10.0.2.10" }],
    database: {
      host: "db.internal",
      username: "wso2analytics",
      password: "a-password",
      administrator: { username: "root", password: "a-password" },
    },
  };
}

function update(args: AnalyticsClusterArgs): Promise<Operation> {
  return stack.up(() => {
    new AnalyticsCluster("analytics", args);
  });
}

/** The one error of an update; the host of programs in this process says it once more at the end. */
function theError({ failed, errors, output }: Operation): string {
  expect(failed).toBe(true);
  const [error = "", ...others] = errors;
  expect([[], [error], [`One or more errors occurred: ${error}`]], output).toContainEqual(others);
  expect(error).not.toMatch(/^\s+at /m);
  return error;
}

describe("an update with wrong input creates nothing and says in one error what to do", () => {
  it("when a plain value is wrong", async () => {
    const args = description();
    args.nodes[1] = { address: "0.0.0.0" };
    expect(theError(await update(args))).toMatch(
      /^analytics: 1 problem, nothing was changed\nnodes\[1\]\.address: .*0\.0\.0\.0.*; .* \(WA614\)$/,
    );
  });

  it("when ten values are wrong, with a line for each below its place", async () => {
    const args = description();
    args.product = { ...args.product, profile: "apim-analytics-9.9.9", home: "/opt/my product" };
    args.nodes = [{ address: "127.0.0.1" }, { address: "fe80::1" }];
    args.ports = { eventSync: 70000 };
    args.clustering = { groupPassword: "with\u0007bell" };
    args.database = {
      ...args.database,
      username: "wso2'analytics",
      password: "it's",
      names: { user: "user/db" },
      characterSets: { eventStore: "koi8r" },
    };
    const [heading, ...problems] = theError(await update(args)).split("\n");
    expect(heading).toBe("analytics: 10 problems, nothing was changed");
    expect(codesIn(problems).toSorted()).toEqual(
      [
        "product",
        "  home WA605",
        "  profile WA607",
        "nodes[1].address WA605",
        "ports.eventSync WA606",
        "clustering.groupPassword WA613",
        "database",
        "  username WA605",
        "  password WA613",
        "  names.user WA605",
        "  characterSets.eventStore WA607",
        "nodes[0].address WA614",
      ].toSorted(),
    );
  });

  it("when a secret is wrong, which it does not show", async () => {
    const args = description();
    args.database = { ...args.database, password: pulumi.secret("hidden'tail") };
    const operation = await update(args);
    expect(theError(operation)).toMatch(/database\.password: /);
    expect(operation.output).not.toMatch(/hidden|tail/);
  });

  it("when a value that is known only while the program runs is wrong", async () => {
    const args = description();
    args.nodes[0] = { address: pulumi.output(Promise.resolve("10.0.2.10")) };
    expect(theError(await update(args))).toMatch(/nodes\[\d\]\.address: /);
  });

  it("when the distribution is not there", async () => {
    const args = description();
    args.product = { ...args.product, distribution: "/nowhere/wso2am-analytics-2.1.0.zip" };
    expect(theError(await update(args))).toContain("/nowhere/wso2am-analytics-2.1.0.zip");
  });

  it("when the distribution is not there and a value is an output", async () => {
    const args = description();
    args.product = { ...args.product, distribution: "/nowhere/wso2am-analytics-2.1.0.zip" };
    args.database = { ...args.database, password: pulumi.secret("a-password") };
    expect(theError(await update(args))).toContain("/nowhere/wso2am-analytics-2.1.0.zip");
  });

  it("when the distribution's files are not as the edits expect them", async () => {
    const args = description();
    const path = "/Server/NoSuchElement";
    args.overrides = [{ file: "repository/conf/carbon.xml", path, value: "x" }];
    expect(theError(await update(args))).toMatch(/repository\/conf\/carbon\.xml.*NoSuchElement/);
  });
});
