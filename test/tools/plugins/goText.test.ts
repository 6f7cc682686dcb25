import { expect, test } from "vitest";
import { goNetworkError, goQuote } from "../../../tools/plugins/goText";

test("a command is quoted as Go's %q quotes it", () => {
  expect(goQuote('echo "é\t\\" \u0001\u00a0\u{1F600}\n')).toBe(
    `${String.raw`"echo \"é\t\\\" \x01\u00a0`}\u{1F600}\\n"`,
  );
});

test("a failed connection reads as in Go", () => {
  const error = (code: string) => Object.assign(new Error(`connect ${code}`), { code });
  expect(goNetworkError(error("ECONNREFUSED"), "dial tcp", "127.0.0.1:22").message).toBe(
    "dial tcp 127.0.0.1:22: connect: connection refused",
  );
  expect(goNetworkError(error("ENOTFOUND"), "dial tcp", "nowhere.invalid:22").message).toBe(
    "dial tcp: lookup nowhere.invalid: no such host",
  );
});
