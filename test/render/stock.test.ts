import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { structuredPatch } from "diff";
import { describe, expect, test } from "vitest";
import { findProfile } from "../../components/product/profiles/profiles";
import { type RenderedFile, renderCluster } from "../../components/render/renderCluster";
import { hasStockProduct, smallestDescription, stockProduct, stockProfiles } from "../support/sampleProduct";

/** Set it to write the files anew after a wanted change; without it every difference fails. */
const update = process.env.UPDATE_GOLDEN === "1";

describe.skipIf(!hasStockProduct)(
  "the stock files of each version (skipped where ../shared/stock is absent)",
  () => {
    const rendered = (profile: string) => {
      const product = { ...smallestDescription.product, profile };
      return renderCluster({ ...smallestDescription, product }, stockProduct(profile));
    };

    test.each(stockProfiles)("of %s change in these lines only", (profile) => {
      const golden = join(__dirname, "../golden/stock", `${profile}.diff`);
      const changes = rendered(profile).nodes[0].map(changedLines).join("");
      if (update) {
        mkdirSync(dirname(golden), { recursive: true });
        writeFileSync(golden, changes);
      }
      expect(changes).toBe(readFileSync(golden, "utf8"));
    });

    test.each(stockProfiles)("of %s shift the ports by the profile's offset", (profile) => {
      expect(rendered(profile).offset).toBe(findProfile(profile)?.portOffset);
    });
  },
);

/** Without a line of the stock files that stays. */
function changedLines({ path, text, base = "" }: RenderedFile): string {
  const { hunks } = structuredPatch(path, path, base, text, undefined, undefined, { context: 0 });
  const lines = hunks.flatMap((hunk) => hunk.lines.map((line) => line.trimEnd()));
  return [path, ...lines, ""].join("\n");
}
