import { expect, it } from "vitest";
import { factsRequest } from "../../components/node";

const nonceOf = (script: string) => /^nonce (\S+)$/m.exec(script)?.[1] ?? "";

it("a reply counts only whole and with the nonce of its own request", () => {
  const { script, parse } = factsRequest("/opt/a", []);
  const nonce = nonceOf(script);
  const whole = `Welcome to the host!\nobservation ${nonce}\nuser root\nsystem Linux\nhome absent\nend ${nonce}\nbye\n`;
  expect(parse(whole)).toMatchObject({ user: "root", system: "Linux", home: "absent", active: [] });
  expect(parse(whole.replace(`end ${nonce}\n`, ""))).toBeUndefined();
  expect(parse("Please login as the user ec2-user rather than root.\n")).toBeUndefined();
  expect(factsRequest("/opt/a", []).parse(whole)).toBeUndefined();
});

it("a request holds no secret in clear", () => {
  expect(factsRequest("/opt/a", ["a-password"]).script).not.toContain("a-password");
});
