import { expect, it } from "vitest";
import { factsRequest } from "../../components/node";

const nonceOf = (script: string) => /^nonce (\S+)$/m.exec(script)?.[1] ?? "";

it("a reply counts only whole and with the nonce of its own request", () => {
  const { script, parse } = factsRequest("/opt/a", [], []);
  const nonce = nonceOf(script);
  const whole = `Welcome to the host!\nobservation ${nonce}\nuser root\nsystem Linux\nhome absent\nend ${nonce}\nbye\n`;
  expect(parse(whole)).toMatchObject({ user: "root", system: "Linux", home: "absent", active: [] });
  expect(parse(whole.replace(`end ${nonce}\n`, ""))).toBeUndefined();
  expect(parse("Please login as the user ec2-user rather than root.\n")).toBeUndefined();
  expect(factsRequest("/opt/a", [], []).parse(whole)).toBeUndefined();
});

it("a request holds no secret in clear", () => {
  expect(factsRequest("/opt/a", ["a-password"], []).script).not.toContain("a-password");
});

it("text from a node is printable and short, with its first and its last line", () => {
  const { script, parse } = factsRequest("/opt/a", [], []);
  const nonce = nonceOf(script);
  const text = Array.from({ length: 30 }, (_, index) => `line ${index} \x1b`).join("\n");
  const failure = `failure ${Buffer.from(text).toString("base64")}`;
  const { lastFailure } = parse(`observation ${nonce}\nhome present\n${failure}\nend ${nonce}\n`) ?? {};
  const lines = lastFailure?.split("\n") ?? [];
  expect(lines).toHaveLength(10);
  expect(lines[0]).toBe("line 0 \\u001b");
  expect(lines.at(-1)).toBe("line 29 \\u001b");
});

it("MySQL is asked about only on demand", () => {
  const { script, parse } = factsRequest("/opt/a", [], []);
  expect(script).not.toMatch(/^database /m);
  const reply = `observation ${nonceOf(script)}\nhome absent\nend ${nonceOf(script)}\n`;
  expect(parse(reply)?.database).toBeUndefined();
  const database = {
    host: "db",
    port: 3306,
    username: "u",
    password: "a-password",
    tls: true,
    asksForKey: false,
    uses: [{ name: "userdb", hasTables: true, privileges: ["CREATE TEMPORARY TABLES"] }],
  };
  const asking = factsRequest("/opt/a", ["a-password"], [], database);
  expect(asking.script).toMatch(/^database db 3306 u \S+ yes$/m);
  expect(asking.script).toMatch(/^uses userdb yes CREATE_TEMPORARY_TABLES$/m);
  expect(asking.script).not.toContain("a-password");
});
