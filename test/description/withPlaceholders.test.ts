import { expect, it } from "vitest";
import { deploymentPlan } from "../../components/cluster/deploymentPlan";
import { withPlaceholders } from "../../components/description/withPlaceholders";
import { sampleProductFolder } from "../support/sampleProduct";
import { change, completeDescription, leaves } from "./validationInput";

/** Every argument, but for files that are not there. */
const complete = change(completeDescription, {
  "product.distribution": sampleProductFolder,
  "product.install": { url: "https://files.internal/a.zip", sha256: "a".repeat(64), user: "wso2" },
  carbonApps: undefined,
  "database.caBundle": "test/aws/certificates.pem",
  "database.schema.furtherScripts": [{ path: "dbscripts/mysql5.7.sql", database: "user" }],
  overrides: [
    { file: "repository/conf/carbon.xml", path: "/Server/Name", value: "a", secret: true, node: "node1" },
  ],
});

it.each(Object.keys(leaves(complete)))("%s may be unknown without a problem of its own", async (place) => {
  const unresolved = new Set([place]);
  const description = withPlaceholders(change(complete as never, { [place]: null }), unresolved);
  if (description === undefined) expect(["product.profile", "product.distribution"]).toContain(place);
  else await expect(deploymentPlan(description)).resolves.toBeDefined();
});
