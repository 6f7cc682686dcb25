import { describe, expect, test } from "vitest";
import { renderCluster } from "../../components/render/renderCluster";
import {
  hasStockProduct,
  laidOver,
  sampleProduct,
  smallestDescription,
  stockProduct,
} from "../support/sampleProduct";

const conf = "repository/conf";
const { host, username, password } = smallestDescription.database;
const [node1, node2] = smallestDescription.nodes.map(({ address }) => address);

/** What the specification leaves open: connections are made anew, the store's commits are let pass in autocommit. */
const usual = "autoReconnect=true&amp;useSSL=false";
const relaxed = `${usual}&amp;relaxAutoCommit=true`;

const pool = `
  <username>${username}</username>
  <password>${password}</password>
  <driverClassName>com.mysql.jdbc.Driver</driverClassName>
  <maxActive>50</maxActive>
  <maxWait>60000</maxWait>
  <testOnBorrow>true</testOnBorrow>
  <validationQuery>SELECT 1</validationQuery>
  <validationInterval>30000</validationInterval>`;

const datasource = (name: string, description: string, database: string) => `
  <datasource>
    <name>${name}</name>
    <description>${description}</description>
    <jndiConfig>
      <name>jdbc/${name}</name>
    </jndiConfig>
    <definition type="RDBMS">
      <configuration>
        <url>jdbc:mysql://${host}:3306/${database}?${usual}</url>
        ${pool}
      </configuration>
    </definition>
  </datasource>`;

const analyticsDatasource = (database: string) => `
  <definition type="RDBMS">
    <configuration>
      <url>jdbc:mysql://${host}:3306/${database}?${relaxed}</url>
      ${pool}
      <defaultAutoCommit>false</defaultAutoCommit>`;

const recordStore = (name: string, database: string, category: string) => `
  <analytics-record-store name="${name}">
    <implementation>org.wso2.carbon.analytics.datasource.rdbms.RDBMSAnalyticsRecordStore</implementation>
    <properties>
      <property name="datasource">${database}</property>
      <property name="category">${category}</property>
    </properties>
  </analytics-record-store>`;

/** The snippets of the specification by step, with the values of one node. `[file, lines that stand together]` */
const steps = (address: string): Record<string, [string, string]> => ({
  "installation 3.8: the record stores use the two analytics datasources": [
    `${conf}/analytics/analytics-config.xml`,
    recordStore("EVENT_STORE", "WSO2_ANALYTICS_EVENT_STORE_DB", "read_write_optimized") +
      recordStore("EVENT_STORE_WO", "WSO2_ANALYTICS_EVENT_STORE_DB", "write_optimized") +
      recordStore("PROCESSED_DATA_STORE", "WSO2_ANALYTICS_PROCESSED_DATA_STORE_DB", "read_write_optimized"),
  ],
  "1a: the datasources of the user manager and of the registry": [
    `${conf}/datasources/master-datasources.xml`,
    datasource("WSO2UM_DB", "The datasource used by user manager", "userdb") +
      datasource("WSO2REG_DB", "The datasource used by the registry", "regdb"),
  ],
  "1b: the event store": [
    `${conf}/datasources/analytics-datasources.xml`,
    analyticsDatasource("WSO2_ANALYTICS_EVENT_STORE_DB"),
  ],
  "1b: the processed data store": [
    `${conf}/datasources/analytics-datasources.xml`,
    analyticsDatasource("WSO2_ANALYTICS_PROCESSED_DATA_STORE_DB"),
  ],
  "1c: the user store": [
    `${conf}/user-mgt.xml`,
    `<Property name="dataSource">jdbc/WSO2UM_DB</Property>
     </Configuration>`,
  ],
  "1d: the registry mounts, beside the local registry": [
    `${conf}/registry.xml`,
    `<dbConfig name="wso2registry">
       <dataSource>jdbc/WSO2CarbonDB</dataSource>
     </dbConfig>
     <dbConfig name="govregistry">
       <dataSource>jdbc/WSO2REG_DB</dataSource>
     </dbConfig>
     <remoteInstance url="https://localhost:9443/registry">
       <id>gov</id>
       <cacheId>${username}@jdbc:mysql://${host}:3306/regdb?${usual}</cacheId>
       <dbConfig>govregistry</dbConfig>
       <readOnly>false</readOnly>
       <enableCache>true</enableCache>
       <registryRoot>/</registryRoot>
     </remoteInstance>
     <mount path="/_system/governance" overwrite="true">
       <instanceId>gov</instanceId>
       <targetPath>/_system/governance</targetPath>
     </mount>
     <mount path="/_system/config" overwrite="true">
       <instanceId>gov</instanceId>
       <targetPath>/_system/config</targetPath>
     </mount>`,
  ],
  "2a, 2b: Hazelcast clustering with well-known addresses": [
    `${conf}/axis2/axis2.xml`,
    `<clustering class="org.wso2.carbon.core.clustering.hazelcast.HazelcastClusteringAgent"
       enable="true">
     <parameter name="AvoidInitiation">true</parameter>
     <parameter name="membershipScheme">wka</parameter>
     <parameter name="domain">wso2.carbon.domain</parameter>
     <parameter name="mcastPort">45564</parameter>
     <parameter name="mcastTTL">100</parameter>
     <parameter name="mcastTimeout">60</parameter>`,
  ],
  "2d: the node's own address and port, and the stock properties": [
    `${conf}/axis2/axis2.xml`,
    `<parameter name="localMemberHost">${address}</parameter>
     <parameter name="localMemberPort">4000</parameter>
     <parameter name="properties">
       <property name="backendServerURL" value="https://\${hostName}:\${httpsPort}/services/"/>
       <property name="mgtConsoleURL" value="https://\${hostName}:\${httpsPort}/"/>
       <property name="subDomain" value="worker"/>
     </parameter>`,
  ],
  "2c: both nodes as members": [
    `${conf}/axis2/axis2.xml`,
    `<members>
       <member>
         <hostName>${node1}</hostName>
         <port>4000</port>
       </member>
       <member>
         <hostName>${node2}</hostName>
         <port>4000</port>
       </member>
     </members>
     <groupManagement enable="false">`,
  ],
  "3a, 3c: the HA mode with the node's own address, on the ports of the specification": [
    `${conf}/event-processor.xml`,
    `<mode name="HA" enable="true">
       <nodeType>
         <worker enable="true"/>
         <presenter enable="false"/>
       </nodeType>
       <checkMemberUpdateInterval>10000</checkMemberUpdateInterval>
       <eventSync>
         <hostName>${address}</hostName>
         <port>11224</port>
         <reconnectionInterval>20000</reconnectionInterval>
         <serverThreads>20000</serverThreads>
         <publisherTcpSendBufferSize>5242880</publisherTcpSendBufferSize>
         <publisherCharSet>UTF-8</publisherCharSet>
         <publisherBufferSize>1024</publisherBufferSize>
         <publisherConnectionStatusCheckInterval>30000</publisherConnectionStatusCheckInterval>
         <receiverQueueSize>1000000</receiverQueueSize>
         <receiverQueueMaxSizeMb>10</receiverQueueMaxSizeMb>
         <publisherQueueSize>1000000</publisherQueueSize>
         <publisherQueueMaxSizeMb>10</publisherQueueMaxSizeMb>
       </eventSync>
       <management>
         <hostName>${address}</hostName>
         <port>10005</port>
         <tryStateChangeInterval>15000</tryStateChangeInterval>
         <stateSyncRetryInterval>10000</stateSyncRetryInterval>
       </management>
       <presentation>
         <hostName>0.0.0.0</hostName>
         <port>11000</port>
         <publisherTcpSendBufferSize>5242880</publisherTcpSendBufferSize>
         <publisherCharSet>UTF-8</publisherCharSet>
         <publisherBufferSize>1024</publisherBufferSize>
         <publisherConnectionStatusCheckInterval>30000</publisherConnectionStatusCheckInterval>
       </presentation>`,
  ],
  "3c: state persistence, which can be switched off, within the HA mode": [
    `${conf}/event-processor.xml`,
    `</presentation>
     <persistence enable="true">
       <persistenceIntervalInMinutes>15</persistenceIntervalInMinutes>
       <persisterSchedulerPoolSize>10</persisterSchedulerPoolSize>
       <persister class="org.wso2.carbon.event.processor.core.internal.persistence.FileSystemPersistenceStore">
         <property key="persistenceLocation">cep_persistence</property>
       </persister>
     </persistence>`,
  ],
  "3b: the distributed mode off": [`${conf}/event-processor.xml`, `<mode name="Distributed" enable="false">`],
  "4: two Spark masters in a local cluster": [
    `${conf}/analytics/spark/spark-defaults.conf`,
    `carbon.spark.master local
     carbon.spark.master.count 2`,
  ],
  "6: the address that Spark uses": ["bin/load-spark-env-vars.sh", `export  SPARK_LOCAL_IP=${address}`],
});

describe.each([
  ["the sample product", true, sampleProduct],
  ["the stock files (skipped where ../shared/stock is absent)", hasStockProduct, stockProduct],
] as const)("%s", (_, present, product) => {
  describe.skipIf(!present).each([
    ["node1", 0, node1],
    ["node2", 1, node2],
  ] as const)("rendered for %s has what the specification prints at step", (_name, index, address = "") => {
    const distribution = present ? product() : sampleProduct();
    const files = laidOver(distribution, renderCluster(smallestDescription, distribution).nodes[index]);

    test.each(Object.entries(steps(address)))("%s", (_step, [path, snippet]) => {
      const expected = linesOf(snippet);
      const actual = linesOf(files.get(path) ?? "");
      const first = actual.findIndex((_line, at) =>
        expected.every((line, offset) => actual[at + offset] === line),
      );
      // Where the lines do not stand together, the difference from the first one's place is shown.
      const start = first === -1 ? actual.indexOf(expected[0] ?? "") : first;
      expect(actual.slice(Math.max(start, 0), Math.max(start, 0) + expected.length)).toEqual(expected);
    });
  });
});

/** The lines without comments, blank lines and white space. */
function linesOf(text: string): string[] {
  const lines = text.replace(/<!--[\s\S]*?-->/g, "").split(/\r?\n/);
  return lines.map((line) => line.replace(/\s+/g, "")).filter((line) => line !== "");
}
