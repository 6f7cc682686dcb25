import { describe, expect, test } from "vitest";
import { renderCluster } from "../../components/render/renderCluster";
import { hasStockProduct, smallestDescription, stockProduct } from "../support/sampleProduct";

/** Lines that go and lines that come, per file, when nothing but the required is given. */
const changes: Record<string, [number, number]> = {
  // One line, and the end of the one before, which lacks its line break in the distribution.
  "bin/load-spark-env-vars.sh": [0, 2],
  "repository/conf/analytics/spark/spark-defaults.conf": [1, 1],
  "repository/conf/axis2/axis2.xml": [4, 8],
  "repository/conf/datasources/analytics-datasources.xml": [8, 12],
  "repository/conf/datasources/master-datasources.xml": [0, 40],
  "repository/conf/event-processor.xml": [3, 3],
  "repository/conf/registry.xml": [0, 19],
  "repository/conf/user-mgt.xml": [1, 1],
};

describe.skipIf(!hasStockProduct)(
  "the stock files of 2.1.0 (skipped where ../shared/stock is absent)",
  () => {
    const rendered = hasStockProduct ? renderCluster(smallestDescription, stockProduct()) : undefined;

    test("change in these lines only", () => {
      const counts = rendered?.nodes[0].map(({ path, text, base = "" }) => [path, lineChanges(base, text)]);
      expect(Object.fromEntries(counts ?? [])).toEqual(changes);
    });

    test("shift the ports by one", () => {
      expect(rendered?.offset).toBe(1);
    });
  },
);

/** How many lines are only in the one, and only in the other, text. */
function lineChanges(before: string, after: string): [number, number] {
  return [surplus(before, after), surplus(after, before)];
}

function surplus(text: string, other: string): number {
  const left = other.split("\n");
  return text.split("\n").filter((line) => {
    const at = left.indexOf(line);
    return at === -1 || left.splice(at, 1).length === 0;
  }).length;
}
