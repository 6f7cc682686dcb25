import * as pulumi from "@pulumi/pulumi";
import type { ExistingDatabaseArgs } from "./awsDatabaseArgs";

/** The address of MySQL, and the login that makes databases and users in it. */
export interface MySqlEndpoint {
  address: pulumi.Output<string>;
  port: pulumi.Output<number>;
  /** Left out where nothing is made in MySQL. */
  administrator?: MySqlLogin;
}

export interface MySqlLogin {
  username: pulumi.Output<string>;
  /** A secret. */
  password: pulumi.Output<string>;
}

/** @param rules resolves when the rules that let the nodes in are there: users are made after them, and deleted before them */
export function existingEndpoint(
  { host, port = 3306, administrator }: ExistingDatabaseArgs,
  rules: pulumi.Output<unknown>,
): MySqlEndpoint {
  return {
    address: pulumi.all([host, rules]).apply(([known]) => known),
    port: pulumi.output(port),
    administrator: administrator && {
      username: pulumi.output(administrator.username),
      password: pulumi.secret(administrator.password),
    },
  };
}
