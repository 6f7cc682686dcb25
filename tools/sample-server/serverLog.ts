import { appendFileSync, mkdirSync } from "node:fs";
import path from "node:path";
import { type JavaException, stackTrace } from "./javaException";

type Level = "INFO" | "WARN" | "ERROR" | "FATAL";

/** Writes `repository/logs/wso2carbon.log` and the console in the layouts of the product's log4j.properties. */
export class ServerLog {
  private readonly file: string;

  constructor(home: string) {
    const folder = path.join(home, "repository/logs");
    mkdirSync(folder, { recursive: true });
    this.file = path.join(folder, "wso2carbon.log");
  }

  info(source: string, message: string): void {
    this.write("INFO", source, message);
  }

  warn(source: string, message: string): void {
    this.write("WARN", source, message);
  }

  error(source: string, message: string, exception?: JavaException): void {
    this.write("ERROR", source, message, exception);
  }

  fatal(source: string, message: string): void {
    this.write("FATAL", source, message);
  }

  private write(level: Level, source: string, message: string, exception?: JavaException): void {
    const time = `[${timestamp(new Date())}]`;
    const severity = level.padStart(5);
    const trace = exception === undefined ? "" : `${stackTrace(exception)}\n`;
    try {
      appendFileSync(
        this.file,
        `TID: [-1234] [] ${time} ${severity} {${source}} -  ${message} {${source}}\n${trace}`,
      );
    } catch {
      // log4j goes on where a line cannot be written, too.
    }
    process.stdout.write(`${time} ${severity} {${source}} -  ${message}\n${trace}`);
  }
}

/** As log4j's %d: local time, with a comma before the milliseconds. */
function timestamp(time: Date): string {
  const local = new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString();
  return local.slice(0, 23).replace("T", " ").replace(".", ",");
}
