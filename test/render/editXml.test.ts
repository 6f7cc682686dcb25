import { describe, expect, test } from "vitest";
import { EditError } from "../../components/render/edit/editError";
import { parseXml } from "../../components/render/edit/xmlDocument";
import { XmlEdits } from "../../components/render/edit/xmlEdits";
import { element } from "../../components/render/edit/xmlText";

/** The text after the edits, made with the bytes that a file in UTF-8 would have. */
function edited(source: string, change: (edits: XmlEdits) => void): string {
  const edits = new XmlEdits(parseXml("file.xml", Buffer.from(source).toString("latin1")));
  change(edits);
  return Buffer.from(edits.apply(), "latin1").toString();
}

describe("the text of an element", () => {
  test.each([
    ["replaces what is there", "<a><b>old</b></a>", "<a><b>new</b></a>"],
    ["fills an empty element", "<a><b></b></a>", "<a><b>new</b></a>"],
    ["opens a self-closing element", "<a><b/></a>", "<a><b>new</b></a>"],
    [
      "opens a self-closing element with a blank and attributes",
      `<a><b c='d' /></a>`,
      `<a><b c='d'>new</b></a>`,
    ],
    ["keeps blanks inside the tags", "<a><b  >old</b ></a >", "<a><b  >new</b ></a >"],
    [
      "replaces CDATA and the comments between",
      "<a><b>o<!-- x --><![CDATA[l]]>d</b></a>",
      "<a><b>new</b></a>",
    ],
    ["keeps a prefix", "<p:a xmlns:p='u'><p:b/></p:a>", "<p:a xmlns:p='u'><p:b>new</p:b></p:a>"],
    [
      "ignores look-alikes in comments",
      "<!--<b>1</b>--><a><!--<b>2</b>--><b>3</b></a>",
      "<!--<b>1</b>--><a><!--<b>2</b>--><b>new</b></a>",
    ],
    [
      "keeps a byte order mark and a declaration",
      "\ufeff<?xml version='1.0'?><a><b>é</b></a>",
      "\ufeff<?xml version='1.0'?><a><b>new</b></a>",
    ],
    [
      "keeps what is not ASCII before and after it",
      "<!--ü€😀--><a c='ü'><b>é</b>ß</a>",
      "<!--ü€😀--><a c='ü'><b>new</b>ß</a>",
    ],
    ["keeps CRLF", "<a>\r\n\t<b>old</b>\r\n</a>\r\n", "<a>\r\n\t<b>new</b>\r\n</a>\r\n"],
  ])("%s", (_, before, after) => {
    expect(edited(before, (edits) => edits.setText("/a/b", "new"))).toBe(after);
  });

  test("stays as it is written where it already has the value", () => {
    const source = "<a><b><![CDATA[x & y]]></b></a>";
    expect(edited(source, (edits) => edits.setText("/a/b", "x & y"))).toBe(source);
  });

  test("is escaped, in ASCII alone, and never padded", () => {
    const written = edited("<a>\n  <b>\n  </b>\n</a>", (edits) => edits.setText("/a/b", ` &<>"'\t\r\né😀`));
    expect(written).toBe("<a>\n  <b> &amp;&lt;&gt;&quot;&apos;&#9;&#13;&#10;&#233;&#128512;</b>\n</a>");
  });
});

describe("an attribute", () => {
  test.each([
    ["in double quotes", `<a b="x" c="y"/>`, `<a b="&quot;&apos;&lt;&#10;" c="y"/>`],
    ["in single quotes", `<a b='x' c="y"/>`, `<a b='&quot;&apos;&lt;&#10;' c="y"/>`],
    [
      "with blanks and line breaks round the equals sign",
      `<a\r\n  b = "x"\r\n>t</a>`,
      `<a\r\n  b = "&quot;&apos;&lt;&#10;"\r\n>t</a>`,
    ],
    [
      "that holds the other quote and a >",
      `<a d='"b"' b="it's > 1"></a>`,
      `<a d='"b"' b="&quot;&apos;&lt;&#10;"></a>`,
    ],
  ])("%s is replaced within its quotes", (_, before, after) => {
    expect(edited(before, (edits) => edits.setAttribute("/a/@b", `"'<\n`))).toBe(after);
  });

  test("stays as it is written where it already has the value", () => {
    const source = `<a b="x&#32;y"/>`;
    expect(edited(source, (edits) => edits.setAttribute("/a/@b", "x y"))).toBe(source);
  });
});

describe("a path", () => {
  const source = `<a><b n="1"><c>x</c></b><b n="2"><n>\n three </n><c>y</c></b><b n='4'><c d="e]/f">z</c></b></a>`;

  test.each([
    ["/a/b[@n='2']/c", source.replace("y", "new")],
    [`/a/b[@n="1"]/c`, source.replace("x", "new")],
    ["/a/b[n='three']/c", source.replace("y", "new")],
    ["/a/b[@n='2'][n='three']/c", source.replace("y", "new")],
    ["/a/b/c[@d='e]/f']", source.replace("z", "new")],
  ])("%s finds its one element", (path, after) => {
    expect(edited(source, (edits) => edits.setText(path, "new"))).toBe(after);
  });

  test.each([
    ["/a/b/c", "expected exactly one element, found 3"],
    ["/a/x", "expected exactly one element, found none"],
    ["/x/b", "expected exactly one element, found none"],
    ["/a/b[@n='1']", "expected an element with text, found one with elements"],
    ["a/b", "expected a path such as"],
    ["/a/b[1]", "expected a path such as"],
    ["", "expected exactly one element, found none"],
  ])("%s, without its one element, names file, path and expectation", (path, expectation) => {
    const change = () => edited(source, (edits) => edits.setText(path, "a secret"));
    expect(change).toThrow(EditError);
    expect(change).toThrow(`file.xml ${path}`.trimEnd());
    expect(change).toThrow(expectation);
    expect(change).not.toThrow("a secret");
  });

  test("to an attribute that is not there fails, however like it another element is", () => {
    const change = () => edited(source, (edits) => edits.setAttribute("/a/b[@n='1']/@m", "x"));
    expect(change).toThrow("file.xml /a/b[@n='1']/@m: expected the attribute, found the element without it");
  });

  test("with a value that XML cannot hold fails without showing the value", () => {
    const change = () => edited(source, (edits) => edits.setText("/a/b[@n='1']/c", "secret\u0001"));
    expect(change).toThrow("file.xml /a/b[@n='1']/c: expected a value without control characters");
  });
});

describe("a new element", () => {
  const addition = element("n", [element("m", "1 & 2", { k: '"v"' })], { i: "j" });

  test("after a sibling takes the sibling's indentation, and one level more within", () => {
    expect(edited("<a>\n\t<b/>\n\n\t<!-- c -->\n</a>", (edits) => edits.insertAfter("/a/b", addition))).toBe(
      `<a>\n\t<b/>\n\t<n i="j">\n\t\t<m k="&quot;v&quot;">1 &amp; 2</m>\n\t</n>\n\n\t<!-- c -->\n</a>`,
    );
  });

  test.each([
    [
      "after the last element",
      "<a>\n  <b/>\n  <!-- c -->\n</a>",
      "<a>\n  <b/>\n  <n>1</n>\n  <!-- c -->\n</a>",
    ],
    ["into an empty element", "<a></a>", "<a>\n    <n>1</n>\n</a>"],
    ["into a self-closing element", "<a/>", "<a>\n    <n>1</n>\n</a>"],
    [
      "after the comments of an element without elements",
      "<a>\n  <!-- c -->\n</a>",
      "<a>\n  <!-- c -->\n    <n>1</n>\n</a>",
    ],
  ])("goes %s at the end", (_, before, after) => {
    expect(edited(before, (edits) => edits.append("/a", element("n", "1")))).toBe(after);
  });

  test("is put once: it replaces one that is there", () => {
    const put = (edits: XmlEdits) => edits.put("/a/n[@i='j']", addition, "/a/b");
    const once = edited("<a>\n  <b/>\n  <c/>\n</a>", put);
    expect(once).toBe(
      `<a>\n  <b/>\n  <n i="j">\n    <m k="&quot;v&quot;">1 &amp; 2</m>\n  </n>\n  <c/>\n</a>`,
    );
    expect(edited(once, put)).toBe(once);
    expect(edited(`<a>\n  <b/>\n  <n i="j">old</n>\n  <c/>\n</a>`, put)).toBe(once);
  });

  test("put where there are two of it already fails", () => {
    const change = () =>
      edited("<a><b/><n i='j'/><n i='j'/></a>", (edits) => edits.put("/a/n[@i='j']", addition, "/a/b"));
    expect(change).toThrow("file.xml /a/n[@i='j']: expected exactly one element, found 2");
  });

  test("with text is put with the attributes that its path asks for", () => {
    const put = (edits: XmlEdits) => edits.putText("/a/b[@i='x']", "1", "/a/b[@i='y']");
    expect(edited(`<a>\n <b i="y"/>\n</a>`, put)).toBe(`<a>\n <b i="y"/>\n <b i="x">1</b>\n</a>`);
    expect(edited(`<a>\n <b i="y"/>\n <b i="x" k=""/>\n</a>`, put)).toBe(
      `<a>\n <b i="y"/>\n <b i="x" k="">1</b>\n</a>`,
    );
  });

  test.each([
    ["<a>\n  <b/>\n</a>", "/a/c", "<a>\n  <b/>\n  <c>1</c>\n</a>"],
    ["<a>\n  <c>0</c>\n</a>", "/a/c", "<a>\n  <c>1</c>\n</a>"],
    ["<a>\n  <!--c>0</c-->\n</a>", "/a/c[@i='x/y']", '<a>\n  <!--c>0</c-->\n    <c i="x/y">1</c>\n</a>'],
    ["<a><b/></a>", "/a/b/c", "<a><b>\n    <c>1</c>\n</b></a>"],
  ])("appends a text in %j at %s", (before, path, after) => {
    expect(edited(before, (edits) => edits.putText(path, "1"))).toBe(after);
  });

  test.each([
    ["/a/b[c='1']", "nothing but attributes in brackets"],
    ["/x/b", "expected exactly one element, found none"],
  ])("appends nothing at %s", (path, problem) => {
    expect(() => edited("<a></a>", (edits) => edits.putText(path, "1"))).toThrow(problem);
  });

  test("with text is refused where the element of that path holds elements", () => {
    const put = (edits: XmlEdits) => edits.putText("/a/b", "1", "/a/c");
    expect(() => edited("<a><b><c/></b></a>", put)).toThrow(
      "expected an element with text, found one with elements",
    );
  });
});

describe("an element to be removed", () => {
  test.each([
    ["goes with its line", "<a>\r\n  <b>x</b>  \r\n  <c/>\r\n</a>", "<a>\r\n  <c/>\r\n</a>"],
    ["leaves what else is on its line", "<a>\n  <b>x</b><c/>\n</a>", "<a>\n  <c/>\n</a>"],
    ["leaves what is before it on its line", "<a>\n  <c/><b>x</b>\n</a>", "<a>\n  <c/>\n</a>"],
  ])("%s", (_, before, after) => {
    expect(edited(before, (edits) => edits.removeAll("/a/b"))).toBe(after);
  });
});

describe("a file that is no XML", () => {
  test.each([
    ["<a><b></a>", "expected well-formed XML"],
    ["", "expected well-formed XML"],
    ["<a>&nope;</a>", "expected well-formed XML"],
    ["<!DOCTYPE a><a/>", "expected no DOCTYPE"],
    ["<\0a\0/\0>\0", "expected well-formed XML"],
  ])("%j is refused by name", (source, expectation) => {
    expect(() => edited(source, () => {})).toThrow(EditError);
    expect(() => edited(source, () => {})).toThrow(`file.xml: ${expectation}`);
  });
});

describe("a file that would take minutes", () => {
  const nested = (depth: number) => "<a>".repeat(depth) + "</a>".repeat(depth);

  test("is refused for elements within each other", () => {
    expect(() => edited(nested(100), () => {})).not.toThrow();
    for (const depth of [101, 300_000]) {
      expect(() => edited(nested(depth), () => {})).toThrow(
        "file.xml: expected at most 100 elements within each other",
      );
    }
  });

  test.each([
    ["elements", (count: number) => `<a>${"<b/>".repeat(count)}</a>`],
    [
      "attributes",
      (count: number) => `<a ${Array.from({ length: count }, (_, at) => `b${at}=""`).join(" ")}/>`,
    ],
  ])("is refused for many %s", (_, source) => {
    expect(() => edited(source(49_999), () => {})).not.toThrow();
    expect(() => edited(source(50_000), () => {})).toThrow(
      "file.xml: expected at most 50000 elements and attributes",
    );
  });

  // Below the limits as well: every alias looked through the whole text before it.
  test("loses its vault aliases however long the text before them is", { timeout: 5_000 }, () => {
    const alias = `<b xmlns:s="http://org.wso2.securevault/configuration" s:secretAlias="x"/>`;
    const source = `<a>${" ".repeat(100_000)}${alias}</a>`;
    expect(edited(source, (edits) => edits.setText("/a/b", "new"))).toContain(">new</b></a>");
  });
});
