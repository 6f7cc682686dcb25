import * as pulumi from "@pulumi/pulumi";
import { deprecationWarnings, withCurrentNames } from "../description";

/** The arguments of a component under their current names, with a warning for each old one. */
export function currentArgs<T>(args: T, component: pulumi.Resource): T {
  for (const warning of deprecationWarnings(args)) void pulumi.log.warn(warning, component);
  return withCurrentNames(args);
}
