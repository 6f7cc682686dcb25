import { expect, it } from "vitest";
import { planDeployment } from "../../components";
import { nodeOperations } from "../../components/cluster/nodeOperations";
import { description } from "../support/description";
import { smallestDescription } from "../support/sampleProduct";

it("an operation on a node knows which of its keys were given and which were met at the first contact", async () => {
  const bastion = { host: "bastion", hostKey: "ssh-ed25519 GIVEN" };
  const nodes = [
    { address: "10.0.1.10", ssh: { bastion } },
    { address: "10.0.2.10", ssh: { hostKey: "ssh-ed25519 GIVEN" } },
  ];
  const keys = [{ node: "ssh-ed25519 MET", bastion: "ssh-ed25519 MET" }, {}] as const;
  const plan = await planDeployment(description() as Parameters<typeof planDeployment>[0]);
  const [first, second] = nodeOperations({ ...smallestDescription, nodes }, plan, keys);
  expect(first?.ssh).toEqual({ hostKey: "ssh-ed25519 MET", isPinned: true, bastion });
  expect(second?.ssh).toEqual({ hostKey: "ssh-ed25519 GIVEN" });
});
