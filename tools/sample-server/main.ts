import { writeFileSync } from "node:fs";
import path from "node:path";
import { readConfiguration } from "./configuration/configuration";
import { Server } from "./server";
import { ServerLog } from "./serverLog";

/** 128 and the number of TERM, as a JVM ends. */
const terminated = 143;

/** What the stand-in for `java` starts, with the words that the start script gives to Java. */
async function main(words: readonly string[]): Promise<void> {
  const properties = systemProperties(words);
  const home = properties.get("carbon.home");
  if (home === undefined) throw new Error("-Dcarbon.home=<home> is not given");
  // As the product writes it: from a buffer of 100 bytes, unused ones included.
  writeFileSync(path.join(home, "wso2carbon.pid"), `${process.pid}\n`.padEnd(100, "\0"));
  const log = new ServerLog(home);
  const server = openServer(home, properties, log);
  let ending = false;
  process.on("SIGTERM", async () => {
    if (ending) return;
    ending = true;
    await server?.stop();
    process.exit(terminated);
  });
  // The product's JVM stays when its server does not come up.
  setInterval(() => undefined, 2 ** 30);
  await server?.start();
}

function openServer(
  home: string,
  properties: ReadonlyMap<string, string>,
  log: ServerLog,
): Server | undefined {
  try {
    return new Server(readConfiguration(home, properties), log);
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    log.fatal(
      "org.wso2.carbon.core.init.CarbonServerManager",
      `WSO2 Carbon initialization Failed: ${reason}`,
    );
    return undefined;
  }
}

/** The `-D` words, later ones first; a word without a value is `true`. */
function systemProperties(words: readonly string[]): Map<string, string> {
  const definitions = words.filter((word) => word.startsWith("-D")).map((word) => word.slice(2));
  return new Map(
    definitions.map((definition) => {
      const [key = "", ...value] = definition.split("=");
      return [key, value.length === 0 ? "true" : value.join("=")];
    }),
  );
}

void main(process.argv.slice(2));
