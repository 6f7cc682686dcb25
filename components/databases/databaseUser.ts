import * as mysql from "@pulumi/mysql";
import * as pulumi from "@pulumi/pulumi";
import type { DatabaseRole } from "../description";
import { grantPattern } from "../product";
import { type Account, type Client, plain } from "./databaseAccounts";

export interface DatabaseUserArgs {
  account: Account;
  client: Client;
  databases: ReadonlyMap<DatabaseRole, mysql.Database>;
  /** Whether the user stays in MySQL when the whole deployment goes. */
  retain: boolean;
  parent: pulumi.ComponentResource;
  provider: mysql.Provider;
  /** Before each change in MySQL. */
  trial: pulumi.ResourceHook[];
  onError: pulumi.ErrorHook[];
}

/**
 * A user of MySQL as seen from one host, with its grants. Under another name, or from another host, it is another user:
 * that one is made first, and the old one goes last in the update, when the nodes have long got the new one.
 *
 * @returns the grants, which are there after the user
 */
export function createDatabaseUser(name: string, args: DatabaseUserArgs): mysql.Grant[] {
  const { account, client, databases, retain, parent, provider, trial, onError } = args;
  const hooks = { beforeCreate: trial, beforeUpdate: trial };
  const logicalName = `${name}-${plain(account.username, account.purpose)}@${plain(client.host, client.purpose)}`;
  // A destroy never comes to it (protection.ts); if the component's own protection were taken over, an old user could not go.
  const protect = false;
  const user = new mysql.User(
    logicalName,
    {
      user: account.username,
      host: client.host,
      plaintextPassword: pulumi.secret(account.password),
    },
    {
      parent,
      provider,
      hooks: { ...hooks, onError },
      protect,
      // Databases that are taken over and do not fit stop the update before anything is changed.
      dependsOn: [...databases.values()],
      // What is deleted together with the component is taken out of the state and left in MySQL: the component goes in a
      // destroy only. With `retainOnDelete` a renamed user would stay as well.
      deletedWith: retain ? parent : undefined,
    },
  );
  return [...databases].flatMap(([role, database]) =>
    account.privileges(role).map(
      ({ purpose, formerPurpose, privileges }) =>
        new mysql.Grant(
          `${logicalName}-${role}-${purpose}`,
          {
            user: user.user,
            host: user.host.apply((known) => known ?? ""),
            database: database.name.apply(grantPattern),
            privileges: [...privileges],
          },
          // Dropping the user takes its grants with it.
          {
            parent,
            provider,
            hooks,
            protect,
            deletedWith: user,
            aliases: formerPurpose === undefined ? [] : [{ name: `${logicalName}-${role}-${formerPurpose}` }],
          },
        ),
    ),
  );
}
