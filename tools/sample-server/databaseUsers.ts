import type { Configuration } from "./configuration/configuration";
import type { Datasource } from "./configuration/datasourceFiles";
import type { JavaException } from "./javaException";
import type { ServerLog } from "./serverLog";

/** A component of the product that needs databases when it starts. */
export interface DatabaseUser {
  uses(datasource: Datasource, configuration: Configuration): boolean;
  /** The tables that it writes to. */
  tables: readonly string[];
  /** Logs that it cannot start, with the product's own line; the cause is in the stack trace under it. */
  fail(log: ServerLog, datasource: Datasource, cause: JavaException): void;
}

const userManager: DatabaseUser = {
  uses: ({ jndiName }, { userManagerDatasources }) => isIn(userManagerDatasources, jndiName),
  tables: ["UM_TENANT", "UM_USER", "UM_ROLE", "UM_USER_ROLE"],
  fail(log, _, cause) {
    const reason = "nullType class java.lang.reflect.InvocationTargetException";
    const realm: JavaException = {
      type: "org.wso2.carbon.user.core.UserStoreException",
      message: reason,
      frames: [
        "org.wso2.carbon.user.core.common.DefaultRealm.createObjectWithOptions(DefaultRealm.java:401)",
        "org.wso2.carbon.user.core.common.DefaultRealm.initializeObjects(DefaultRealm.java:222)",
      ],
      cause: {
        type: "java.lang.reflect.InvocationTargetException",
        frames: ["sun.reflect.NativeConstructorAccessorImpl.newInstance0(Native Method)"],
        cause,
      },
    };
    log.error("org.wso2.carbon.user.core.common.DefaultRealm", reason, realm);
    // At ERROR in every kernel from 4.4.3 to 4.4.26 (Activator.startDeploy).
    log.error("org.wso2.carbon.user.core.internal.Activator", "Cannot start User Manager Core bundle", {
      type: "org.wso2.carbon.user.core.UserStoreException",
      message: "Cannot initialize the realm.",
      frames: ["org.wso2.carbon.user.core.internal.Activator.startDeploy(Activator.java:68)"],
      cause: realm,
    });
  },
};

const registry: DatabaseUser = {
  uses: ({ jndiName }, { registryDatasources }) => isIn(registryDatasources, jndiName),
  tables: ["REG_LOCK", "REG_LOG", "REG_PATH", "REG_RESOURCE"],
  fail(log, _, cause) {
    const source = "org.wso2.carbon.registry.core.internal.RegistryCoreServiceComponent";
    log.error(source, "Failed to activate Registry Core bundle ", {
      type: "org.wso2.carbon.registry.core.exceptions.RegistryException",
      message: "Failed to start new registry transaction.",
      frames: [`${source}.activate(RegistryCoreServiceComponent.java:124)`],
      cause,
    });
  },
};

const analytics: DatabaseUser = {
  uses: ({ name }, { analyticsDatasources }) => isIn(analyticsDatasources, name),
  // The product makes them itself.
  tables: [],
  fail(log, _, cause) {
    const source = "org.wso2.carbon.analytics.dataservice.core.AnalyticsDataServiceComponent";
    const message = `Error in looking up database type: ${cause.message}`;
    log.error(source, `Error in activating analytics data service: ${message}`, {
      type: "org.wso2.carbon.analytics.datasource.commons.exception.AnalyticsException",
      message,
      frames: [
        "org.wso2.carbon.analytics.datasource.rdbms.RDBMSUtils.lookupDatabaseInfo(RDBMSUtils.java:73)",
        `${source}.activate(AnalyticsDataServiceComponent.java:69)`,
      ],
      cause,
    });
  },
};

const others: DatabaseUser = {
  uses: () => true,
  tables: [],
  fail(log, { name }, cause) {
    const source = "org.wso2.carbon.ndatasource.core.DataSourceManager";
    log.error(source, `Error in connecting to the datasource ${name}`, cause);
  },
};

/** In the order in which the product starts them; each waits for the one before it. */
export const databaseUsers: readonly DatabaseUser[] = [userManager, registry, analytics, others];

function isIn(names: readonly string[], name: string | undefined): boolean {
  return name !== undefined && names.includes(name);
}
