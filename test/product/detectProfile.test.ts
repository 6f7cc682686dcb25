import { describe, expect, it } from "vitest";
import { detectProfile, findProfile, type ProductEvidence } from "../../components/product";

const nothing: ProductEvidence = { bundles: [], serverKey: undefined, modes: [], folder: "home" };
const am = "AM-Analytics";

function detected(evidence: Partial<ProductEvidence>, given?: string) {
  const { profile, warnings } = detectProfile({ ...nothing, ...evidence }, findProfile(given));
  return { id: profile.id, warned: warnings.length > 0 };
}

function refusal(evidence: Partial<ProductEvidence>, given?: string): string {
  try {
    return detected(evidence, given).id;
  } catch (error) {
    return (error as Error).message;
  }
}

describe("a distribution without a profile", () => {
  it.each<[string, Partial<ProductEvidence>, boolean?]>([
    ["apim-analytics-2.0.0", { bundles: ["5.1.0"], serverKey: am }],
    ["apim-analytics-2.1.0", { bundles: ["5.1.7"], serverKey: am }],
    ["apim-analytics-2.2.0", { bundles: ["5.1.37"], serverKey: am }],
    ["das-3.0.1", { bundles: ["5.0.8"], serverKey: "DAS" }],
    ["das-3.1.0", { bundles: ["5.1.3"], serverKey: "DAS" }],
    ["das-3.2.0", { bundles: ["5.1.37"], serverKey: "DAS" }],
    // The folder of an update is named so in the sources of analytics-apim; its bundle is between two releases.
    [
      "apim-analytics-2.1.0",
      { bundles: ["5.1.31"], serverKey: am, folder: "wso2am-analytics-2.1.0-update9" },
      true,
    ],
    // Update 2 of 2.2.0.
    ["apim-analytics-2.2.0", { bundles: ["5.1.40"], serverKey: am, folder: "wso2am-analytics-2.2.0" }, true],
    // An update put another bundle beside the first.
    ["apim-analytics-2.2.0", { bundles: ["5.1.7", "5.1.37"], serverKey: am }],
    // The bundle counts more than modes and folder.
    [
      "apim-analytics-2.2.0",
      { bundles: ["5.1.37"], serverKey: am, modes: ["HA"], folder: "wso2am-analytics-2.1.0" },
    ],
    // Without a bundle: the modes, then the folder.
    ["apim-analytics-2.2.0", { serverKey: am, modes: ["Single", "HA"], folder: "wso2am-analytics-2.1.0" }],
    ["apim-analytics-2.1.0", { serverKey: am, modes: ["HA"], folder: "wso2am-analytics-2.1.0" }],
    ["das-3.0.1", { serverKey: "DAS", modes: ["SingleNode", "HA", "Distributed"] }],
    ["das-3.1.0", { serverKey: "DAS", modes: ["HA", "Distributed"] }],
    ["das-3.2.0", { folder: "wso2das-3.2.0" }],
  ])("is %s by %j", (id, evidence, warned = false) => {
    expect(detected(evidence)).toEqual({ id, warned });
  });

  it.each<[string, Partial<ProductEvidence>]>([
    ["another product", { bundles: ["5.1.7"], serverKey: "CEP" }],
    ["a later series", { bundles: ["6.0.70"], serverKey: am }],
    ["an earlier version", { bundles: ["5.0.6"], serverKey: "DAS" }],
    ["a later release", { bundles: ["5.1.42"], serverKey: am, folder: "wso2am-analytics-2.5.0" }],
  ])("is refused as %s", (_, evidence) => {
    expect(refusal(evidence)).toMatch(/^product\.distribution: .*\(WA704\)$/);
  });

  it("is refused with the candidates where there are two", () => {
    expect(refusal({ serverKey: am, modes: ["HA"] })).toMatch(
      /^product\.distribution: may be apim-analytics-2\.0\.0 or apim-analytics-2\.1\.0; .*\(WA704\)$/,
    );
  });
});

describe("a profile that is given", () => {
  it("counts more than modes and folder", () => {
    const evidence = { serverKey: am, modes: ["Single", "HA"], folder: "wso2am-analytics-2.2.0" };
    expect(detected(evidence, "apim-analytics-2.1.0").id).toBe("apim-analytics-2.1.0");
  });

  it("says that a bundle between two releases is an update", () => {
    const evidence = { bundles: ["5.1.31"], serverKey: am };
    expect(detected(evidence, "apim-analytics-2.1.0")).toEqual({ id: "apim-analytics-2.1.0", warned: false });
  });

  it.each<[string, Partial<ProductEvidence>]>([
    ["bundle", { bundles: ["5.1.37"], serverKey: am }],
    ["ServerKey", { serverKey: "DAS" }],
    ["ServerKey of no known product", { serverKey: "AM" }],
  ])("is refused by another %s", (_, evidence) => {
    expect(refusal(evidence, "apim-analytics-2.1.0")).toMatch(/^product\.distribution: .*\(WA704\)$/);
  });
});
