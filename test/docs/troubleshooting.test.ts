import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { shellMessages } from "../../tools/docs/shellMessages";

it("docs/troubleshooting.md has the messages that the node's scripts have, word by word, and no others", () => {
  const document = readFileSync("docs/troubleshooting.md", "utf8");
  const explained = [...document.matchAll(/^- `([^`]+)`/gm)].map(([, message = ""]) =>
    message.replaceAll(/\s+/g, " "),
  );
  expect(explained.toSorted()).toEqual(shellMessages("components/node/scripts"));
});
