import { readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { withTables } from "../../tools/docs/changeTable";
import { productTable } from "../../tools/docs/productTable";

const document = "docs/products.md";

it("docs/products.md says of each version what its profile says", () => {
  const text = readFileSync(document, "utf8");
  const expected = withTables(text, [productTable()]);
  if (process.env.UPDATE_DOCS === "1") writeFileSync(document, expected);
  expect(readFileSync(document, "utf8")).toBe(expected);
});
