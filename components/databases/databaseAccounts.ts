import type * as pulumi from "@pulumi/pulumi";
import { type AnalyticsClusterArgs, type DatabaseArgs, type DatabaseRole, GrantMode } from "../description";
import { type PrivilegeGroup, runtimePrivileges, schemaPrivileges, schemaRoles } from "../product";

/** Somebody who logs in to MySQL: the product, or whoever makes the tables. */
export interface Account {
  /** Stands in logical names where the user's name is not known yet. */
  purpose: "runtime" | "schema";
  username: pulumi.Input<string>;
  password: pulumi.Input<string>;
  /** One grant each. */
  privileges: (role: DatabaseRole) => PrivilegeGroup[];
}

/** Where an account logs in from. */
export interface Client {
  /** Stands in logical names where the host is not known yet. */
  purpose: string;
  host: pulumi.Input<string>;
}

/** The product's user and, with the least grants, the one that makes the tables. */
export function accounts({ username, password, grants, schema }: DatabaseArgs): Account[] {
  const mode = grants ?? GrantMode.Documented;
  const runtime: Account = {
    purpose: "runtime",
    username,
    password,
    privileges: (role) => runtimePrivileges(mode, role),
  };
  if (
    mode === GrantMode.Documented ||
    schema?.skip ||
    schema?.username === undefined ||
    schema.password === undefined
  ) {
    return [runtime];
  }
  const privileges = schemaPrivileges((schema.furtherScripts ?? []).length > 0);
  const isMade = (role: DatabaseRole) => schemaRoles.some((made) => made === role);
  return [
    runtime,
    {
      purpose: "schema",
      username: schema.username,
      password: schema.password,
      privileges: (role) => (isMade(role) ? privileges : []),
    },
  ];
}

/** Where they log in from: `clientHosts`, else the nodes' addresses. */
export function clients({ database, nodes }: AnalyticsClusterArgs): Client[] {
  if (database.clientHosts === undefined) {
    return nodes.map(({ address }, index) => ({ purpose: `node${index + 1}`, host: address }));
  }
  return database.clientHosts.map((host, index) => ({ purpose: `client${index + 1}`, host }));
}

/** The value for a logical name; what is not known when the program runs is called by what it is for. */
export function plain(value: pulumi.Input<string>, purpose: string): string {
  return typeof value === "string" ? value : purpose;
}
