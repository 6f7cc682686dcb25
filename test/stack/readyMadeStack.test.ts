import * as pulumi from "@pulumi/pulumi";
import { afterEach, expect, it } from "vitest";
import { description } from "../support/description";
import { run } from "../support/engineMocks";

afterEach(() => pulumi.runtime.setAllConfig({}));

/** The exports of the stack on hosts that exist. */
async function outputsOf(config: object): Promise<Record<string, pulumi.Output<object>>> {
  const entries = Object.entries(config).map(([key, value]) => [`project:${key}`, JSON.stringify(value)]);
  pulumi.runtime.setAllConfig(Object.fromEntries(entries));
  let loading: Promise<object> | undefined;
  await run(() => {
    loading = import("../../index");
  });
  return { ...(await loading) };
}

it("the ready-made stack has few outputs: what is long is behind one, for which an update prints a line", async () => {
  const { details, ...others } = await outputsOf({ ...description(), protect: false });
  expect(Object.keys(others).toSorted()).toEqual([
    "connection",
    "consoleUrls",
    "databaseNames",
    "nodeIds",
    "operations",
    "receiverUrls",
  ]);
  expect(await pulumi.isSecret(details as pulumi.Output<object>)).toBe(true);
  const value = await new Promise((resolve) => details?.apply(resolve));
  expect(value).toMatchObject({
    ports: { node1: { thrift: 7612 }, node2: { thrift: 7612 } },
    files: { node1: { "repository/conf/registry.xml": expect.stringMatching(/^\w{64}$/) } },
  });
});
