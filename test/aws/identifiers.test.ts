import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { namePrefix, tagValue } from "../../components/aws/identifiers";

describe("a name in AWS", () => {
  it("begins like the logical name, as far as every service accepts it", () => {
    expect(namePrefix("analytics-mysql")).toBe("analytics-mysql-");
    expect(namePrefix("Prod-mysql")).toBe("prod-mysql-");
    expect(namePrefix("My_Analytics-vm")).toBe("my-analytics-vm-");
    expect(namePrefix("9lives")).toBe("wso2-9lives-");
    expect(namePrefix("sg-analytics-groups-nodes")).toBe("wso2-sg-analytics-groups-nodes-");
    expect(namePrefix("分析")).toBe("wso2-");
  });

  it("is short, and tells long names apart", () => {
    const long = "analytics-of-the-department-of-long-names-and-longer-titles";
    expect(namePrefix(`${long}-mysql`)).toMatch(/^analytics-of-the-department-[0-9a-f]{8}-$/);
    expect(namePrefix(`${long}-mysql`)).not.toBe(namePrefix(`${long}-mysql-monitoring`));
  });

  it("is valid whatever the logical name is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 120 }), (name) => {
        const prefix = namePrefix(name);
        expect(prefix).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*-$/);
        expect(prefix.length).toBeLessThanOrEqual(38);
        expect(prefix).not.toMatch(/^sg-/);
        expect(tagValue(name)).toMatch(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u);
      }),
    );
  });
});
