import { describe, expect, it } from "vitest";
import type { ClusterDescription } from "../../components/description/clusterDescription";
import { fileDifference, maskSecrets, secretsOf } from "../../components/render";
import { renderCluster } from "../../components/render/renderCluster";
import { fullDescription, sampleProduct } from "../support/sampleProduct";

const secret = "the-new-one";
const differenceOf = (path: string, before: string | undefined, after: string | undefined, context = 0) =>
  fileDifference({ path, before, after }, [secret], context);

describe("the difference of a file", () => {
  it("is empty where nothing changes", () => {
    expect(differenceOf("a.xml", "<a>1</a>\n", "<a>1</a>\n")).toEqual([]);
  });

  it("holds the changed lines, with as many around them as are asked for", () => {
    const text = (value: number) => `<a>\n  <b/>\n  <c>${value}</c>\n  <d/>\n  <e/>\n</a>\n`;
    expect(differenceOf("a.xml", text(1), text(2))).toEqual([
      "@@ -3,1 +3,1 @@",
      "-  <c>1</c>",
      "+  <c>2</c>",
    ]);
    expect(differenceOf("a.xml", text(1), text(2), 1)).toEqual([
      "@@ -2,3 +2,3 @@",
      "   <b/>",
      "-  <c>1</c>",
      "+  <c>2</c>",
      "   <d/>",
    ]);
  });

  it("shows a new file, and says of another one that it is removed", () => {
    expect(differenceOf("a.properties", undefined, "a=1\n")).toEqual(["@@ -0,0 +1,1 @@", "+a=1"]);
    expect(differenceOf("a.properties", "a=1\n", undefined)).toEqual(["the file is removed"]);
  });

  it("shows no character that a terminal would obey, and lines of some length only", () => {
    const before = `a=1\nb=\u001b[31m\u0007\r\n`;
    const after = `a=1\nb=${Buffer.from("‮ä").toString("latin1")}${"x".repeat(300)}\r\n`;
    expect(differenceOf("a.properties", before, after)).toEqual([
      "@@ -2,1 +2,1 @@",
      "-b=\\u001b[31m\\u0007",
      `+b=\\u202eä${"x".repeat(196)}…`,
    ]);
  });
});

describe("whatever may be a secret is masked, on both sides:", () => {
  it.each<[what: string, path: string, before: string, after: string]>([
    [
      "a changed password",
      "a.xml",
      "<p><password>the-old-one</password></p>",
      `<p><password>${secret}</password></p>`,
    ],
    [
      "one in CDATA of several lines",
      "a.xml",
      "<p><password><![CDATA[the-old-one\nthe-old-one]]></password></p>",
      "<p/>",
    ],
    [
      "a password that nobody describes any more",
      "a.xml",
      '<p><x name="groupPassword">the-old-one</x></p>',
      "<p/>",
    ],
    ["an attribute", "a.xml", '<p keyPass="the-old-one" a="1"/>', '<p keyPass="the-old-one" a="2"/>'],
    [
      "the value beside a name",
      "a.xml",
      "<p><q><name>x.token</name><value>the-old-one</value></q></p>",
      "<p/>",
    ],
    ["the attribute beside a name", "a.xml", '<p><q key="password" value="the-old-one"/></p>', "<p/>"],
    ["a comment", "a.xml", "<p><!-- <password>\nthe-old-one</password> --></p>", "<p/>"],
    [
      "a parameter of a URL",
      "a.xml",
      "<p><url>jdbc:x?trustPassword=the-old-one&amp;a=&quot;the-old-one</url></p>",
      "<p/>",
    ],
    ["a login in a URL", "a.xml", "<p><url>https://me:the-old-one@host/</url></p>", "<p/>"],
    [
      "one with a slash and an at sign",
      "a.xml",
      "<p><url>amqp://me:the/x@the-old-one@host/</url></p>",
      "<p/>",
    ],
    ["a parameter with a quote in it", "a.xml", "<p><url>jdbc:x?password=a'b'the-old-one</url></p>", "<p/>"],
    ["a parameter in CDATA", "a.xml", "<p><url><![CDATA[x?password=a<the-old-one]]></url></p>", "<p/>"],
    ["JSON in a value", "a.xml", `<p><q>{"password" : "the-old-one"}</q></p>`, "<p/>"],
    [
      "the value beside a name in capitals",
      "a.xml",
      "<p><Property><Name>connectionPassword</Name><Value>the-old-one</Value></Property></p>",
      "<p/>",
    ],
    ["an attribute in capitals", "a.xml", '<p><Property NAME="pwd" VALUE="the-old-one"/></p>', "<p/>"],
    [
      "a parameter of a servlet",
      "a.xml",
      "<p><q><param-name>password</param-name><param-value>the-old-one</param-value></q></p>",
      "<p/>",
    ],
    ["an attribute that would name it", "a.xml", '<p><password key="the-old-one"/></p>', "<p/>"],
    ["a salt", "a.xml", "<p><salt>the-old-one</salt></p>", "<p/>"],
    ["a key of a cipher", "a.xml", "<p><EncryptionKey>the-old-one</EncryptionKey></p>", "<p/>"],
    ["an escaped parameter", "a.properties", "opts=-Da.keyStorePassword\\=the-old-one\n", "opts=-Da\n"],
    ["a key", "a.properties", "db.password the-old-one\\\n the-old-one\n", "a=1\n"],
    [
      "a parameter of a value",
      "a.conf",
      "opts -Da.keyStorePassword=the-old-one \\\n the-old-one\n",
      "opts -Da\n",
    ],
    ["a comment of a key", "a.properties", "# db.password=the-old-one\n", ""],
    ["a known one in a comment", "a.xml", `<!-- ${secret} -->\n<p/>`, "<p/>"],
    ["a known one in a shell script", "a.sh", `export A=${secret}\n`, "export A=1\n"],
    ["a shell script that names one", "a.sh", "PASSWORD='\nthe-old-one'\n", "export A=1\n"],
    ["a file that cannot be parsed", "a.xml", "<p><password>the-old-one</p>", "<p/>"],
    ["a file of another kind", "a.jks", "the-old-one", secret],
    ["a binary one", "a.properties", "\0the-old-one", secret],
  ])("%s", (_, path, before, after) => {
    for (const [one, other] of [
      [before, after],
      [after, before],
    ]) {
      const shown = differenceOf(path, one, other, 3).join("\n");
      expect(shown).not.toBe("");
      expect(shown).not.toContain("the-old-one");
      expect(shown).not.toContain(secret);
    }
  });

  it("what stands in the place of a described secret, whatever it is called there", () => {
    const text = (value: string) => `<p>\n<q name="a">${value}</q>\n<q name="b">seen ${value}</q>\n</p>\n`;
    expect(
      differenceOf(
        "a.xml",
        text("whatever").replace("seen", "was"),
        text(secret).replace("seen the-new-one", "is"),
      ),
    ).toEqual([
      "@@ -2,2 +2,2 @@",
      '-<q name="a">********</q>',
      '-<q name="b">was whatever</q>',
      '+<q name="a">********</q>',
      '+<q name="b">is</q>',
    ]);
  });

  it("what only one of the texts says where it stands next to the change", () => {
    const before = `<p>\n<q name="a">1</q>\nthe-old-one\n</p>\n`;
    const after = `<p>\n<password name="a">\nthe-old-one\n</password></p>\n`;
    expect(differenceOf("a.xml", before, after, 3).join("\n")).not.toContain("the-old-one");
  });
});

describe("the difference of a rendered file", () => {
  const rendered = (name: string, jdbcParameters = {}) => {
    const description: ClusterDescription = {
      ...fullDescription,
      database: { ...fullDescription.database, password: `${name}-<&>-ä`, jdbcParameters },
      clustering: { groupPassword: `${name}-group` },
      statisticsDatabase: undefined,
      overrides: [
        { file: "repository/conf/carbon.xml", path: "/Server/Name", value: `${name}-name`, secret: true },
        { file: "repository/conf/log4j.properties", path: "log4j.a", value: `${name}-value`, secret: true },
      ],
    };
    const [files] = renderCluster(description, sampleProduct()).nodes;
    return { files, secrets: secretsOf(description), description };
  };

  it("has the lines of changed secrets, and none of the secrets, though nobody knows the old ones any more", () => {
    const parameter = "trustCertificateKeyStorePassword";
    const old = rendered("old", { [parameter]: "old-store" });
    const next = rendered("new", { [parameter]: "new-store" });
    const shown = next.files.flatMap(({ path, text: after }) => {
      const before = old.files.find((file) => file.path === path)?.text;
      return fileDifference({ path, before, after }, next.secrets, 0);
    });
    for (const place of ["<password>", "groupPassword", "<Name>", "log4j.a", "<url>"]) {
      const signs = shown.filter((line) => line.includes(place)).map((line) => line.charAt(0));
      expect(new Set(signs), place).toEqual(new Set(["-", "+"]));
    }
    for (const line of shown) expect(line).not.toMatch(/\b(old|new)-/);
  });

  it("hides nothing else", () => {
    const { files, secrets, description } = rendered("new");
    const masked = renderCluster(maskSecrets(description), sampleProduct()).nodes[0];
    expect(files.length).toBeGreaterThan(5);
    for (const { path, text, base } of files) {
      const shown = fileDifference({ path, before: base, after: text }, secrets, 0);
      const added = shown.filter((line) => line.startsWith("+")).map((line) => line.slice(1));
      const lines = masked.find((file) => file.path === path)?.text.split(/\r?\n/) ?? [];
      expect(added.filter((line) => !lines.includes(line))).toEqual([]);
    }
  });
});

it("the difference of the most hostile texts takes seconds at most", () => {
  const size = 2 * 1024 * 1024;
  const texts = [
    ["a.properties", "pwd=".repeat(size / 4)],
    ["a.properties", "a\n".repeat(size / 2)],
    ["a.conf", "pwd.".repeat(size / 4)],
    ["a.xml", `<p>${"://".repeat(size / 3)}</p>`],
    ["a.xml", `<p><name>${"n".repeat(size / 2)}</name>${"<b/>".repeat(40_000)}</p>`],
    ["a.xml", `<p><![CDATA[${"<!--".repeat(size / 4 - 10)}]]></p>`],
  ] as const;
  for (const [path, before] of texts) differenceOf(path, before, path.endsWith(".xml") ? "<p/>" : "b=1\n");
}, 60_000);
