import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

export interface ApiManagerArgs {
  connection: command.types.input.remote.ConnectionArgs;
  /** The product's home on that host. */
  home: string;
  /** `receiverUrls` of the Analytics cluster. */
  receivers: pulumi.Input<{ failover: string; failoverSsl: string }>;
  /** The user as whom API-M publishes and reads. */
  user: { name: string; password: pulumi.Input<string> };
  /** The console of a node, for the statistics' REST API. */
  console: pulumi.Input<string>;
}

/** Tells one API Manager where its events go. Its operators take the section over into api-manager.xml. */
export class ApiManagerAnalytics extends pulumi.ComponentResource {
  constructor(name: string, args: ApiManagerArgs, options?: pulumi.ComponentResourceOptions) {
    super("acme:index:ApiManagerAnalytics", name, {}, options);
    const { connection, home, receivers, user, console } = args;
    const section = pulumi
      .all([receivers, user.password, console])
      .apply(([urls, password, url]) => analyticsSection(urls, { name: user.name, password }, new URL(url)));
    new command.remote.Command(
      `${name}-section`,
      {
        connection,
        create: `umask 077 && cat > '${home}/repository/conf/api-manager-analytics.xml'`,
        stdin: pulumi.secret(section),
        // A changed section is written again.
        triggers: [section],
      },
      { parent: this, additionalSecretOutputs: ["stdin"] },
    );
    this.registerOutputs();
  }
}

function analyticsSection(
  urls: { failover: string; failoverSsl: string },
  user: { name: string; password: string },
  { origin }: URL,
): string {
  const elements = {
    Enabled: "true",
    DASServerURL: urls.failover,
    DASAuthServerURL: urls.failoverSsl,
    DASUsername: user.name,
    DASPassword: user.password,
    DASRestApiURL: origin,
    DASRestApiUsername: user.name,
    DASRestApiPassword: user.password,
  };
  const lines = Object.entries(elements).map(([name, value]) => `    <${name}>${escaped(value)}</${name}>`);
  return ["<Analytics>", ...lines, "</Analytics>", ""].join("\n");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
