import * as pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { withOutputsAtLeaves } from "../../plugin/outputsAtLeaves";

interface State {
  isKnown: Promise<boolean>;
  isSecret: Promise<boolean>;
  promise(): Promise<unknown>;
}

async function stateOf(output: unknown) {
  expect(pulumi.Output.isInstance(output)).toBe(true);
  const { isKnown, isSecret, promise } = output as State;
  const known = await isKnown;
  return {
    known,
    secret: await isSecret,
    value: known ? await promise.call(output) : undefined,
  };
}

it("leaves plain values, and outputs among them, at their places", async () => {
  const inputs = await withOutputsAtLeaves({
    nodes: [{ address: "10.0.0.1", ssh: { privateKey: pulumi.secret("key") } }],
  });
  const [node] = inputs.nodes;
  expect(node.address).toBe("10.0.0.1");
  expect(await stateOf(node.ssh.privateKey)).toEqual({ known: true, secret: true, value: "key" });
});

it("makes each part of a secret a secret, and the object plain", async () => {
  const { database } = await withOutputsAtLeaves({
    database: pulumi.secret({ host: "db", administrator: pulumi.secret({ password: "word" }) }),
  });
  expect(Object.keys(database)).toEqual(["host", "administrator"]);
  expect(await stateOf(database.host)).toEqual({ known: true, secret: true, value: "db" });
  const { password } = database.administrator;
  expect(await stateOf(password)).toEqual({ known: true, secret: true, value: "word" });
});

it("keeps what is known of an object of which a part is not known yet", async () => {
  const { nodes } = await withOutputsAtLeaves({
    nodes: pulumi.output([{ address: pulumi.unknown, home: "/opt/product" }]),
  });
  const [{ address, home }] = nodes;
  expect(home).toBe("/opt/product");
  expect(await stateOf(address)).toEqual({ known: false, secret: false, value: undefined });
});
