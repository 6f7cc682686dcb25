import type { Unwrap } from "@pulumi/pulumi";
import { expectTypeOf, it } from "vitest";
import type { AnalyticsClusterArgs } from "../../components";
import type { ClusterDescription } from "../../components/description/clusterDescription";

/** A type with everything in it written out, so that two ways to write the same one compare equal. */
type Written<T> = T extends string | number | boolean | undefined ? T : { [Key in keyof T]: Written<T[Key]> };

// Checked by `npm run typecheck`: the two stand in different files because only one may know Pulumi.
it("has the shape of the components' arguments once their inputs are resolved", () => {
  expectTypeOf<Written<Unwrap<AnalyticsClusterArgs>>>().toEqualTypeOf<Written<ClusterDescription>>();
});
