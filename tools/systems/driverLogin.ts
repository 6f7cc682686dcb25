import path from "node:path";
import type { Connector } from "./connector";
import type { SystemdHost } from "./systemdHost";

const driver = "/opt/mysql-connector-java-5.1.49.jar";
const source = "/opt/JdbcLogin.java";
const classes = "/opt/jdbc-login";

/** What the product's pools log in with. */
export interface JdbcSource {
  url: string;
  username: string;
  password: string;
}

/** Logs in to MySQL from a host as the product does: with the JDBC driver, on the Java of that home. */
export class DriverLogin {
  private readonly host: SystemdHost;
  private readonly javaHome: string;

  private constructor(host: SystemdHost, javaHome: string) {
    this.host = host;
    this.javaHome = javaHome;
  }

  /** What the host has to share, see `startHost`. */
  static share(connector: Connector): Record<string, string> {
    return { [driver]: connector.file, [source]: path.join(__dirname, "JdbcLogin.java") };
  }

  /** @param javaHome on the host; default: that of its Debian */
  static async from(host: SystemdHost, javaHome = "/usr/lib/jvm/default-java"): Promise<DriverLogin> {
    // For a JDK 8, with the JDK that every host has.
    await host.run(`mkdir -p ${classes} && javac --release 8 -Xlint:-options -d ${classes} ${source}`);
    return new DriverLogin(host, javaHome);
  }

  /** @returns for each, `in VERSION plain|CIPHER` or `refused: CAUSE; CAUSE; …` */
  async attempt(sources: readonly JdbcSource[]): Promise<string[]> {
    const command = `${this.javaHome}/bin/java -cp ${classes}:${driver} JdbcLogin`;
    const lines = sources.flatMap(({ url, username, password }) => [url, username, password]);
    const said = await this.host.run(command, { input: lines.map((line) => `${line}\n`).join("") });
    return said.trimEnd().split("\n");
  }
}
