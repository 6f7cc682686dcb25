import * as pulumi from "@pulumi/pulumi";
import { supportsHooks } from "../program";

/**
 * Refuse, in the preview too, to give a subnet group subnets of another VPC: RDS does not move a database there, and says so
 * only when the rest of the deployment has moved.
 */
export function sameVpcHooks(
  name: string,
  vpcId: pulumi.Input<string>,
): pulumi.ResourceHookBinding | undefined {
  if (!supportsHooks()) return undefined;
  let wanted: string | undefined;
  // Never assigned where the VPC is not known yet; the hook must not wait for it.
  pulumi.output(vpcId).apply((known) => {
    wanted = known;
  });
  const refuse = ({ oldOutputs = {} }: pulumi.ResourceHookArgs) => {
    const { vpcId: made } = oldOutputs as { vpcId?: string };
    if (made === undefined || wanted === undefined || made === wanted) return;
    throw new Error(
      `the database is in ${made}, and RDS does not move it to ${wanted}; keep vpcId and subnetIds, or make another ` +
        "deployment there and restore the database's last snapshot in it (docs/aws.md)",
    );
  };
  return { beforeUpdate: [new pulumi.ResourceHook(`${name}-vpc`, refuse, { onDryRun: true })] };
}
