import { expect, it } from "vitest";
import { statusOf } from "../../components/aws/gate/gatedProduct";
import { NodeHealth, nextChange } from "../../components/aws/gate/vmOrder";
import { activeNode, passiveNode } from "../rollout/sampleFacts";

const lost = { ...activeNode, active: [], healthy: undefined, revisions: [], staged: undefined };

it("a node that serves is healthy, also where its active revision cannot be read", () => {
  expect(statusOf({ ...lost, staged: "a1" })).toEqual({ health: NodeHealth.Healthy, role: "active" });
});

it("a VM on which a product runs is not changed as an empty one, whatever was lost there", () => {
  const status = statusOf({ ...lost, product: undefined, runsUndescribed: true });
  const down = statusOf({ ...passiveNode, product: undefined });
  expect(down).toEqual({ health: NodeHealth.Absent });
  const decision = nextChange(
    [
      { name: "vm1", asks: true, status },
      { name: "vm2", asks: false, status: down },
    ],
    false,
  );
  expect(decision).toHaveProperty("refusal");
});
