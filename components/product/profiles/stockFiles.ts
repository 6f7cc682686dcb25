import type { ProductFiles } from "./productProfile";

const conf = "repository/conf";

/** The files that every version has; a profile says which of the others its version has too. */
export const stockFiles: ProductFiles = {
  allDatasources: `${conf}/datasources/*-datasources.xml`,
  masterDatasources: `${conf}/datasources/master-datasources.xml`,
  analyticsDatasources: `${conf}/datasources/analytics-datasources.xml`,
  statisticsDatasources: undefined,
  userManagement: `${conf}/user-mgt.xml`,
  registry: `${conf}/registry.xml`,
  carbon: `${conf}/carbon.xml`,
  axis2: `${conf}/axis2/axis2.xml`,
  eventProcessor: `${conf}/event-processor.xml`,
  analyticsConfiguration: `${conf}/analytics/analytics-config.xml`,
  sparkDefaults: `${conf}/analytics/spark/spark-defaults.conf`,
  sparkEnvironment: "bin/load-spark-env-vars.sh",
  hazelcastProperties: `${conf}/hazelcast.properties`,
  hazelcastConfiguration: `${conf}/etc/hazelcast.xml`,
  tasksConfiguration: `${conf}/etc/tasks-config.xml`,
  startScript: "bin/wso2server.sh",
  logConfiguration: `${conf}/log4j.properties`,
  mysqlScript: "dbscripts/mysql.sql",
  mysql57Script: "dbscripts/mysql5.7.sql",
};

/** Those of API-M Analytics: with the database that API-M's statistics are read from. */
export const apimAnalyticsFiles: ProductFiles = {
  ...stockFiles,
  statisticsDatasources: `${conf}/datasources/stats-datasources.xml`,
};
