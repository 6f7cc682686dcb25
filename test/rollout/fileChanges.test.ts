import { expect, it } from "vitest";
import type { NodeTexts } from "../../components/node";
import { createRevision } from "../../components/render/revision";
import { changesOfDistribution, changesOfHome, changesText } from "../../components/rollout/fileChanges";

const path = "repository/conf/a.properties";

function revision(text: string, base: string | undefined = "a=0\n") {
  return createRevision([{ path, text, base, secret: false }]);
}

function texts(before: string | undefined, others: Partial<NodeTexts["files"][number]> = {}): NodeTexts {
  return { files: [{ path, before, isRead: true, ...others }], secrets: [] };
}

it("the same change of both nodes is shown once, another one apart", () => {
  const [one, other] = [revision("a=2\n"), revision("a=3\n")];
  const of = (node: string, wanted = one) => changesOfHome(node, wanted, texts("a=1\n"), []);
  const lines = ["@@ -1,1 +1,1 @@", "-a=1", "+a=2"];
  expect(changesText([...of("node1"), ...of("node2")]).split("\n")).toEqual([
    `${path} on node1 and node2:`,
    ...lines,
  ]);
  expect(changesText([...of("node1"), ...of("node2", other)]).split("\n")).toEqual([
    `${path} on node1:`,
    ...lines,
    `${path} on node2:`,
    "@@ -1,1 +1,1 @@",
    "-a=1",
    "+a=3",
  ]);
});

it("nothing is said where nothing changes", () => {
  expect(changesText(changesOfHome("node1", revision("a=2\n"), { files: [], secrets: [] }, []))).toBe("");
  expect(changesText([])).toBe("");
});

it("a text that is the distribution's is labelled so, as is one that nobody has seen", () => {
  const changes = [
    changesOfHome("node1", revision("a=2\n"), texts("a=0\n"), []),
    changesOfDistribution("node1", revision("a=2\n"), []),
  ];
  for (const each of changes) {
    expect(changesText(each)).toBe(
      `${path} on node1, compared with the distribution:\n@@ -1,1 +1,1 @@\n-a=0\n+a=2`,
    );
  }
});

it("a file that is no longer rendered returns to the distribution's text, or goes", () => {
  const none = createRevision([]);
  const back = changesOfHome("node1", none, texts("a=1\n", { successor: { text: "a=0\n" } }), []);
  expect(changesText(back)).toContain("-a=1\n+a=0");
  const gone = changesOfHome("node1", none, texts("a=1\n", { successor: { text: undefined } }), []);
  expect(changesText(gone)).toBe(`${path} on node1:\nthe file is removed`);
});

it("of a file that could not be read it is only said that it differs", () => {
  const changes = changesOfHome("node1", revision("a=2\n"), texts("", { isRead: false }), []);
  expect(changesText(changes)).toBe(`${path} on node1:\nthe file differs, and could not be read`);
});

it("secrets of the description, and those that the node keeps, are masked", () => {
  const before = { ...texts("a=the-old-one\n"), secrets: ["the-old-one"] };
  const text = changesText(changesOfHome("node1", revision("a=the-new-one\n"), before, ["the-new-one"]));
  expect(text).toContain("-a=********\n+a=********");
});

it("a screen of a file is shown, and some of all of them", () => {
  const long = Array.from({ length: 100 }, (_, line) => `k${line}=1\n`).join("");
  const files = Array.from({ length: 9 }, (_, index) => `${path}${index}.conf`);
  const changes = files.flatMap((file) =>
    changesOfHome(
      "node1",
      createRevision([{ path: file, text: long, base: undefined, secret: false }]),
      { files: [{ path: file, before: "k=0\n", isRead: true }], secrets: [] },
      [],
    ),
  );
  const lines = changesText(changes).split("\n");
  expect(lines.filter((line) => line === "… 62 more lines")).toHaveLength(5);
  // Five files of 40 lines, each with its name and what is left out.
  expect(lines).toHaveLength(5 * 42 + 1);
  expect(lines.at(-1)).toBe("… 718 more lines in all; `wso2-analytics render` writes the whole files");
});
