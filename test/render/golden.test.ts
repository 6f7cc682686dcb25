import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { renderCluster } from "../../components/render/renderCluster";
import { fullDescription, sampleProduct } from "../support/sampleProduct";

const golden = join(__dirname, "../golden");
const { nodes } = renderCluster(fullDescription, sampleProduct());

/** Set it to write the files anew after a wanted change; without it every difference fails. */
const update = process.env.UPDATE_GOLDEN === "1";

describe.each([
  ["node1", nodes[0]],
  ["node2", nodes[1]],
])("the golden files of %s", (name, files) => {
  const folder = join(golden, name);
  if (update) {
    rmSync(folder, { recursive: true, force: true });
    for (const { path, text } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text, "latin1");
    }
  }

  test("are the files rendered, no more and no fewer", () => {
    const present = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((path) => statSync(join(folder, path)).isFile())
      .sort();
    expect(files.map(({ path }) => path)).toEqual(present);
  });

  test.each(files.map(({ path, text }) => [path, text]))(
    "%s has the text rendered, byte for byte",
    (path, text) => {
      expect(text).toBe(readFileSync(join(folder, path), "latin1"));
    },
  );
});
