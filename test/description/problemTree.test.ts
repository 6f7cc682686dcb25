import { describe, expect, it } from "vitest";
import { formatProblems } from "../../components/description/problem";

const at = (place: string, code: "WA601" | "WA605" = "WA605") => ({
  place,
  code,
  problem: "bad",
  remedy: "mend",
});

describe("several problems", () => {
  it("are a tree by place, each place written once", () => {
    const places = [
      "nodes[1].ssh.host",
      "nodes[1].ssh.port",
      "vpcId",
      "nodes[1].address",
      "nodes",
      "tags",
      "tags",
    ];
    expect(formatProblems(places.map((place) => at(place))).split("\n")).toEqual([
      "nodes[1]",
      "  ssh",
      "    host: bad; mend (WA605)",
      "    port: bad; mend (WA605)",
      "  address: bad; mend (WA605)",
      "vpcId: bad; mend (WA605)",
      "nodes: bad; mend (WA605)",
      "tags: bad; mend (WA605)",
      "tags: bad; mend (WA605)",
    ]);
  });

  it("in a file are below the file, whatever its path holds", () => {
    const file = "repository/conf/axis2.v2/axis2.xml";
    const paths = ["/axisconfig/a.b", "/axisconfig/c", "datasource WSO2 DB"];
    expect(
      formatProblems([...paths.map((path) => at(`${file} ${path}`)), at("bin/x.sh")]).split("\n"),
    ).toEqual([file, ...paths.map((path) => `  ${path}: bad; mend (WA605)`), "bin/x.sh: bad; mend (WA605)"]);
  });

  it("below one that is wrong itself are below it", () => {
    expect(formatProblems([at("database.host"), at("database"), at("database.port")]).split("\n")).toEqual([
      "database: bad; mend (WA605)",
      "  host: bad; mend (WA605)",
      "  port: bad; mend (WA605)",
    ]);
  });

  it("are at most a screen, of which the last line says what it leaves out", () => {
    const many = [...Array(30).keys()].flatMap((index) => [at(`a${index}.x`), at(`a${index}.y`, "WA601")]);
    const lines = formatProblems(many).split("\n");
    expect(lines).toHaveLength(24);
    expect(lines.slice(-3)).toEqual(["a7", "  x: bad; mend (WA605)", "and 45 more problems (WA601, WA605)"]);
  });

  it("leave out the heading of what they leave out", () => {
    const many = [...Array(8).keys()].flatMap((index) => [at(`a${index}.x`), at(`a${index}.y`)]);
    const lines = formatProblems([at("first"), ...many]).split("\n");
    expect(lines.slice(-2)).toEqual(["  y: bad; mend (WA605)", "and 2 more problems (WA605)"]);
  });

  it("end where headings alone would fill the screen", () => {
    const place = Array(30).fill("a").join(".");
    expect(formatProblems([at(`${place}.x`), at(`${place}.y`)])).toBe("and 2 more problems (WA605)");
  });
});

it("one problem is one line, with its whole place", () => {
  expect(formatProblems([at("nodes[1].ssh.host")])).toBe("nodes[1].ssh.host: bad; mend (WA605)");
  expect(formatProblems([])).toBe("");
});
