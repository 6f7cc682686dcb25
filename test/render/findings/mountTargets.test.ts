import { describe, expect, it } from "vitest";
import { conf, found, rendered, said } from "./changedHome";

const registry = `${conf}/registry.xml`;
const mounted = (text: string) =>
  text.replace(
    "<versionResources",
    `<mount path="/_system/config" overwrite="true"><instanceId>gov</instanceId><targetPath>/_system/analytics_config</targetPath></mount>
    <versionResources`,
  );

describe("a mount that leads elsewhere in the distribution", () => {
  it("is refused with both remedies", () => {
    expect(said({ [registry]: mounted })).toEqual([
      `error: ${registry} /wso2registry/mount[@path='/_system/config']: leads to /_system/analytics_config in the distribution; led to /_system/config, the registry would lose sight of what is stored there; give registryMounts.config: /_system/analytics_config to keep it, or registryMounts.config: /_system/config to start with another, empty one (WA708)`,
    ]);
  });

  it.each(["/_system/analytics_config", "/_system/config", "/_system/third"])(
    "leads to %s where that is given",
    (config) => {
      const options = { registryMounts: { config } };
      expect(found({ [registry]: mounted }, options)).toEqual([]);
      const text = rendered(registry, { [registry]: mounted }, options).replace(/<!--[\s\S]*?-->/g, "");
      const targets = [...text.matchAll(/<targetPath>(.*)<\/targetPath>/g)].map(([, target]) => target);
      expect(targets.toSorted()).toEqual([config, "/_system/governance"].toSorted());
    },
  );
});
