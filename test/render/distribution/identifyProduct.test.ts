import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { profiles } from "../../../components/product";
import { identifyProduct } from "../../../components/render";
import { buildSampleProduct, zipSampleProduct } from "../../../tools/sample-server/sampleDistribution";
import { sampleProductOf } from "../../support/sampleProduct";

const none = () => [];
const folder = mkdtempSync(path.join(tmpdir(), "identify-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(profiles.map((profile) => [profile.id, profile] as const))(
  "a distribution of %s",
  (id, profile) => {
    function home(): string {
      const place = path.join(folder, id);
      for (const [file, text] of sampleProductOf(id)) {
        mkdirSync(path.dirname(path.join(place, file)), { recursive: true });
        writeFileSync(path.join(place, file), text, "latin1");
      }
      return place;
    }

    it("is identified as a folder", async () => {
      expect(await identifyProduct(home(), undefined, none)).toEqual({
        profile,
        warnings: [],
        distribution: new Map(),
      });
    });

    it("is identified as a zip", async () => {
      const zip = path.join(folder, `${id}.zip`);
      await zipSampleProduct(home(), zip);
      expect(await identifyProduct(zip, undefined, none)).toEqual({
        profile,
        warnings: [],
        distribution: new Map(),
      });
    });
  },
);

it("the sample product is identified", async () => {
  const place = path.join(folder, "sample");
  const { profile } = await identifyProduct(await buildSampleProduct(place), undefined, none);
  expect(profile.id).toBe("apim-analytics-2.1.0");
});
