import { ProblemCode } from "../../description";
import { parseEntries } from "../edit/propertiesFile";
import { error, type Finding } from "./finding";
import type { Inspected } from "./homeFindings";

/**
 * As `node/scripts/productLog.sh` reads it: the time, the level, the logger, then the message. Events can bring any text into the log, so
 * a line counts only from the logger that writes it.
 */
const readable = /\[%d(\{[^}]*\})?\][^{]*\{%-?\d*(\.\d+)?[cC]\} *- .*%m/;

/** Of the product's log, beside it are logs of their own for traces and audits. */
const logFile = /\/wso2carbon(\$\{instance\.log\})?\.log$/;

const stockPattern = "TID: [%T] [%S] [%d] %P%5p {%c} - %x %m {%c}%n";

/** A log of which the lines do not begin as the product's own: role and state of a node cannot be read from it. */
export function logPattern({ profile, after }: Pick<Inspected, "profile" | "after">): Finding[] {
  const place = profile.files.logConfiguration;
  return after.flatMap(({ files }) => {
    const values = new Map(parseEntries(files.find(place) ?? "").map(({ key, value }) => [key, value]));
    return [...values].flatMap(([key, value]) => {
      const appender = /^(log4j\.appender\.[^.]+)\.File$/.exec(key)?.[1];
      if (appender === undefined || !logFile.test(value.trim())) return [];
      const pattern = values.get(`${appender}.layout.ConversionPattern`);
      if (pattern === undefined || readable.test(pattern)) return [];
      const problem = `has the pattern "${pattern}" for wso2carbon.log, whose lines do not tell which logger has written them, so the role and state of a node cannot be read`;
      const remedy = `make ${appender}.layout.ConversionPattern begin as the product's own does: ${stockPattern}`;
      return [error(ProblemCode.HomeOverride, place, problem, remedy)];
    });
  });
}
