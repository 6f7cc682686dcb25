import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mapSecrets } from "../../components/description/mapSecrets";
import { formatProblems, type Problem } from "../../components/description/problem";
import type { ProblemCode } from "../../components/description/problemKinds";
import { quoted } from "../../components/description/validation/shape";
import { validate } from "../../components/product/validation/validate";
import { codesOf } from "../support/problemCodes";
import { change, completeDescription, leaves, smallestDescription } from "./validationInput";

const secret = 'S3cret&<>"=#;:%{}\u00e9';
const key = (type: string) => `-----BEGIN ${type}-----\nAAAA\n-----END ${type}-----\n`;
const datasource = "/datasources-configuration/datasources/datasource";
const rule = { file: "repository/conf/carbon.xml", path: "/Server/HostName", value: "analytics" };

/** What is changed in the smallest description, and the place and the code of the problem. */
type Row = [place: string, code: ProblemCode, changes: Record<string, unknown>];

const wrongShape: Row[] = [
  ["colour", "WA601", { colour: "red" }],
  ["nodes[1].adress", "WA601", { "nodes[1].adress": "10.0.2.10" }],
  ["database.sslMode", "WA601", { "database.sslMode": "x" }],
  ["database.password...", "WA601", { [`database.password:${secret}`]: null }],
  ["database.host", "WA605", { "database.host": `mysql://user:${secret}@db` }],
  ["nodes[1].address", "WA602", { "nodes[1]": {} }],
  ["database", "WA602", { database: undefined }],
  ["database.port", "WA603", { "database.port": "3306" }],
  ["database.host", "WA603", { "database.host": 3306 }],
  ["nodes", "WA603", { nodes: { address: "10.0.1.10" } }],
  ["nodes[0]", "WA603", { "nodes[0]": "10.0.1.10" }],
  ["ports", "WA602", { ports: null }],
  ["allowPublicAddresses", "WA603", { allowPublicAddresses: "yes" }],
  ["product.profile", "WA607", { "product.profile": "apim-analytics-9.9.9" }],
  ["product.portOffset", "WA606", { "product.portOffset": -1 }],
  ["product.portOffset", "WA606", { "product.portOffset": 1.5 }],
  ["product.distribution", "WA602", { "product.distribution": "" }],
  ["nodes[0].nodeId", "WA605", { "nodes[0].nodeId": "a b" }],
  ["directories[0].path", "WA605", { directories: [{ path: "repository/conf", target: "/mnt/conf" }] }],
  ["directories[0].target", "WA605", { directories: [{ path: "repository/data", target: "data" }] }],
  [
    "directories[0].kind",
    "WA607",
    { directories: [{ path: "repository/data", target: "/mnt/data", kind: "symlnk" }] },
  ],
  [
    "directories[0].target",
    "WA612",
    { directories: [{ path: "repository/data", target: "/opt/wso2am-analytics-2.1.0/data" }] },
  ],
  [
    "directories[1].path",
    "WA612",
    {
      directories: [
        { path: "repository/data", target: "/data/a" },
        { path: "repository/data/index", target: "/data/b" },
      ],
    },
  ],
  [
    "directories[1].target",
    "WA612",
    {
      directories: [
        { path: "repository/data", target: "/data/a" },
        { path: "cep_persistence", target: "/data/a" },
      ],
    },
  ],
  ["carbonApps.files", "WA602", { carbonApps: {} }],
  ["carbonApps.files[0]", "WA605", { "carbonApps.files": ["alerts.zip"] }],
  ["carbonApps.files[0]", "WA605", { "carbonApps.files": ["my alerts.car"] }],
  ["carbonApps.files[1]", "WA612", { "carbonApps.files": ["a/alerts.car", "b/alerts.car"] }],
  ["carbonApps.waitSeconds", "WA606", { carbonApps: { files: ["alerts.car"], waitSeconds: 0 } }],
  [
    "eventProcessing.pruneStatePersistence",
    "WA608",
    { eventProcessing: { statePersistence: false, pruneStatePersistence: true } },
  ],
  ...(
    [
      ["", "WA608", {}],
      ["", "WA608", { path: "a.jar", url: "https://x/a.jar" }],
      [".url", "WA605", { url: "ftp://x/a.jar" }],
      [".url", "WA605", { url: `https://u:${secret}@x/a.jar` }],
      [".path", "WA605", { path: "a jar" }],
      [".sha256", "WA605", { url: "https://x/a.jar", sha256: "abc" }],
    ] as const
  ).map(([part, code, file]): Row => {
    const svnKit = { sha256: "0".repeat(64), ...file };
    const place = `deploymentSynchronizer.libraries.svnKit${part}`;
    return [place, code, { deploymentSynchronizer: { svnUrl: "https://svn/r", libraries: { svnKit } } }];
  }),
  ["service.manager", "WA607", { "service.manager": "systemctl" }],
  ["service.javaHome", "WA605", { "service.javaHome": "jdk8" }],
  ["service.heapMegabytes", "WA606", { "service.heapMegabytes": 64 }],
  ["rollout.startTimeoutSeconds", "WA606", { "rollout.startTimeoutSeconds": 0 }],
  ["rollout.hold", "WA607", { "rollout.hold": "node-1" }],
  ["rollout.limit", "WA607", { "rollout.limit": "fullstop" }],
  ["force", "WA611", { force: true, "rollout.force": true }],
  ["allowFullStop", "WA611", { allowFullStop: true, "rollout.limit": "restart" }],
  ["service.steadySeconds", "WA611", { "service.steadySeconds": 1, "rollout.steadySeconds": 2 }],
  ["service.startTimeoutSeconds", "WA606", { "service.startTimeoutSeconds": 0 }],
  ["service.stopTimeoutSeconds", "WA606", { "service.stopTimeoutSeconds": 1.5 }],
  ["service.steadySeconds", "WA606", { "service.steadySeconds": -1 }],
  ["rerunTrigger", "WA602", { rerunTrigger: " " }],
  ["repush", "WA611", { rerunTrigger: "one", repush: "other" }],
];

const digest = "0".repeat(64);
const driver = "mysql-connector-java-5.1.49.jar";
const wrongDeliveries: Row[] = [
  ["product.install.sha256", "WA609", { "product.install": { url: "https://files/a.zip" } }],
  ["product.install.sha256", "WA605", { "product.install": { sha256: "ABC" } }],
  ["product.install.url", "WA605", { "product.install": { url: "ftp://files/a.zip", sha256: digest } }],
  [
    "product.install.url",
    "WA605",
    { "product.install": { url: "https://me:x@files/a.zip", sha256: digest } },
  ],
  ["product.install.url", "WA605", { "product.install": { url: "https://files/", sha256: digest } }],
  ["product.install.user", "WA605", { "product.install": { user: "-x" } }],
  ["product.install.path", "WA601", { "product.install": { path: "a.zip" } }],
  ["product.jdbcDriver", "WA608", { "product.jdbcDriver": { sha256: digest } }],
  [
    "product.jdbcDriver",
    "WA608",
    { "product.jdbcDriver": { file: driver, url: `https://files/${driver}`, sha256: digest } },
  ],
  ["product.jdbcDriver.sha256", "WA609", { "product.jdbcDriver": { url: `https://files/${driver}` } }],
  ["product.jdbcDriver.file", "WA605", { "product.jdbcDriver": { file: "lib/mysql-connector-j-8.3.0.jar" } }],
  [
    "product.jdbcDriver.url",
    "WA605",
    { "product.jdbcDriver": { url: "https://files/driver.jar", sha256: digest } },
  ],
];

const wrongNodes: Row[] = [
  ["nodes", "WA606", { nodes: [{ address: "10.0.1.10" }] }],
  ["nodes", "WA606", { nodes: ["10.0.1.10", "10.0.1.11", "10.0.1.12"].map((address) => ({ address })) }],
  ["nodes[1].address", "WA612", { "nodes[1].address": "10.0.1.10" }],
  ["nodes[0].address", "WA614", { "nodes[0].address": "127.0.0.2" }],
  ["nodes[0].address", "WA614", { "nodes[0].address": "0.0.0.0" }],
  ["nodes[0].address", "WA614", { "nodes[0].address": "8.8.8.8" }],
  ["nodes[0].address", "WA614", { "nodes[0].address": "169.254.1.1" }],
  ["nodes[0].address", "WA614", { "nodes[0].address": "228.0.0.4" }],
  ["nodes[0].address", "WA614", { "nodes[0].address": "255.255.255.255" }],
  ["nodes[0].address", "WA605", { "nodes[0].address": "node1.internal" }],
  ["nodes[0].address", "WA605", { "nodes[0].address": "10.0.1.010" }],
  ["nodes[0].address", "WA605", { "nodes[0].address": "10.0.1.256" }],
  ["nodes[0].address", "WA605", { "nodes[0].address": "fd00::1" }],
  ["nodes[0].sparkAddress", "WA614", { "nodes[0].sparkAddress": "0.0.0.0" }],
  ["nodes[0].sparkAddress", "WA612", { "nodes[0].sparkAddress": "10.0.2.10" }],
  [
    "nodes[1].sparkAddress",
    "WA612",
    { "nodes[0].sparkAddress": "10.0.3.1", "nodes[1].sparkAddress": "10.0.3.1" },
  ],
  ["product.home", "WA605", { "product.home": "wso2" }],
  ["product.home", "WA605", { "product.home": "/opt/wso2 analytics" }],
  ["product.home", "WA605", { "product.home": "/opt/$(id)" }],
  ["product.home", "WA605", { "product.home": "/" }],
  ["product.home", "WA605", { "product.home": "/opt/wso2/" }],
  ["product.home", "WA605", { "product.home": "/opt/../etc" }],
  ["nodes[0].home", "WA605", { "nodes[0].home": "C:\\wso2" }],
  ["nodes[1].home", "WA609", { "nodes[1].home": "/srv/wso2" }],
  ["spark.symbolicLink", "WA605", { "spark.symbolicLink": "link" }],
  ["spark.symbolicLink", "WA612", { "spark.symbolicLink": "/opt/wso2am-analytics-2.1.0/" }],
  ["nodes[0].ssh.host", "WA605", { "nodes[0].ssh.host": "-oProxyCommand=x" }],
  ["nodes[0].ssh.port", "WA606", { "nodes[0].ssh.port": 0 }],
  ["nodes[0].ssh.user", "WA605", { "nodes[0].ssh.user": "-l root" }],
  ["nodes[0].ssh.privateKey", "WA613", { "nodes[0].ssh.privateKey": "~/.ssh/id_ed25519" }],
  ["nodes[0].ssh.privateKeyPassword", "WA613", { "nodes[0].ssh.privateKeyPassword": "" }],
  [
    "nodes[0].ssh.hostKey",
    "WA613",
    { "nodes[0].ssh.hostKey": "10.0.1.10 ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIIIII" },
  ],
  ["nodes[0].ssh.hostKey", "WA613", { "nodes[0].ssh.hostKey": "SHA256:abc" }],
  [
    "nodes[0].ssh.hostKey",
    "WA613",
    {
      "nodes[0].ssh.hostKey": `ssh-ed25519 ${"AAAA".padEnd(68, "x")}\nssh-ed25519 ${"AAAA".padEnd(68, "y")}\n`,
    },
  ],
  ["nodes[0].ssh.timeoutSeconds", "WA606", { "nodes[0].ssh.timeoutSeconds": 0 }],
  ["nodes[0].ssh.bastion.host", "WA602", { "nodes[0].ssh.bastion": {} }],
  ["nodes[0].ssh.host", "WA612", { "nodes[0].ssh.host": "10.0.2.10" }],
  ["nodes[1].ssh.host", "WA612", { "nodes[1].ssh": { host: "10.0.1.10", port: 22 } }],
  [
    "nodes[1].ssh.host",
    "WA612",
    {
      "nodes[0].ssh": { host: "Node", bastion: { host: "b" } },
      "nodes[1].ssh": { host: "node", bastion: { host: "b" } },
    },
  ],
  ["nodes[0].ssh.bastion.hostKey", "WA613", { "nodes[0].ssh.bastion": { host: "b", hostKey: "x" } }],
  [
    "nodes[0].ssh.bastion.privateKey",
    "WA613",
    { "nodes[0].ssh.bastion": { host: "b", privateKey: "PuTTY-User-Key-File-3" } },
  ],
];

/** Both nodes behind one SSH end, and something more. */
function sameSshEnd(more: Record<string, unknown>): Record<string, unknown> {
  return { "nodes[0].ssh": { host: "jump.internal" }, "nodes[1].ssh": { host: "jump.internal" }, ...more };
}

const wrongPorts: Row[] = [
  ["ports.hazelcast", "WA606", { "ports.hazelcast": 70000 }],
  ["nodes[0].ports.eventSync", "WA606", { "nodes[0].ports.eventSync": 0 }],
  ["database.port", "WA606", { "database.port": 65536 }],
  ["ports.eventSync", "WA606", { "ports.eventSync": 65535 }],
  ["product.portOffset", "WA606", { "product.portOffset": 60000 }],
  ["ports.hazelcast", "WA615", { "ports.hazelcast": 7612 }],
  ["nodes[1].ports.management", "WA615", { "nodes[1].ports.management": 11224 }],
  ["ports.hazelcast", "WA615", { "ports.hazelcast": 13017 }],
];

const wrongCluster: Row[] = [
  ["clustering.domain", "WA605", { "clustering.domain": "my domain" }],
  ["clustering.groupPassword", "WA613", { "clustering.groupPassword": "" }],
  ["clustering.failureDetectionSeconds", "WA606", { "clustering.failureDetectionSeconds": 4 }],
  ["secureVault", "WA607", { secureVault: "kept" }],
  ["registryMounts.config", "WA605", { "registryMounts.config": "_system/config" }],
  ["registryMounts.config", "WA605", { "registryMounts.config": "/_system/config/" }],
  ["registryMounts.config", "WA605", { "registryMounts.config": "/a b" }],
  ["registryMounts.governance", "WA605", { "registryMounts.governance": "/a/../b" }],
  ["registryMounts.config", "WA612", { "registryMounts.config": "/_system/governance" }],
  ["registryMounts.governance", "WA612", { "registryMounts.governance": "/_system/config" }],
  ["statisticsDatabase.enabled", "WA603", { "statisticsDatabase.enabled": "false" }],
  ["eventProcessing.presenter", "WA607", { "eventProcessing.presenter": "node-1" }],
  [
    "deploymentSynchronizer.svnUrl",
    "WA605",
    { deploymentSynchronizer: { svnUrl: "svn.internal/repository" } },
  ],
  [
    "deploymentSynchronizer.svnUrl",
    "WA605",
    { deploymentSynchronizer: { svnUrl: `https://u:${secret}@svn/r` } },
  ],
  [
    "deploymentSynchronizer.svnUrl",
    "WA605",
    { deploymentSynchronizer: { svnUrl: `https://u:a/${secret}@svn/r` } },
  ],
  ["deploymentSynchronizer.svnUrl", "WA605", { deploymentSynchronizer: { svnUrl: "svn+ssh://me@svn/r" } }],
  [
    "deploymentSynchronizer.svnPassword",
    "WA613",
    { deploymentSynchronizer: { svnUrl: "https://svn/r", svnPassword: `${secret} ` } },
  ],
  [
    "deploymentSynchronizer.committer",
    "WA607",
    { deploymentSynchronizer: { svnUrl: "https://svn/r", committer: "node3" } },
  ],
];

const wrongDatabase: Row[] = [
  ["database.host", "WA605", { "database.host": "db host" }],
  ["database.host", "WA614", { "database.host": "localhost" }],
  ["database.host", "WA614", { "database.host": "127.0.0.1" }],
  ["database.host", "WA605", { "database.host": "db:3306" }],
  ["database.host", "WA605", { "database.host": "10.0.1" }],
  ["database.names.user", "WA605", { "database.names.user": "user-db" }],
  ["database.names.user", "WA605", { "database.names.user": "a".repeat(65) }],
  ["database.names.user", "WA605", { "database.names.user": "mysql" }],
  ["database.names.user", "WA612", { "database.names.user": "REGDB" }],
  ["database.username", "WA605", { "database.username": "o'neill" }],
  ["database.username", "WA606", { "database.username": "a".repeat(33) }],
  [
    "database.username",
    "WA612",
    { "database.administrator": { username: "wso2analytics", password: secret } },
  ],
  ["database.characterSets.eventStore", "WA605", { "database.characterSets.eventStore": "utf8mb4" }],
  ["database.characterSets.processedData", "WA605", { "database.characterSets.processedData": "utf8" }],
  ["database.characterSets.user", "WA607", { "database.characterSets.user": "koi8r" }],
  ["database.clientHosts", "WA606", { "database.clientHosts": [] }],
  ["database.clientHosts[0]", "WA605", { "database.clientHosts": ["localhost"] }],
  ["database.clientHosts[0]", "WA614", { "database.clientHosts": ["127.0.0.1"] }],
  ["database.clientHosts[0]", "WA605", { "database.clientHosts": ["node_1"] }],
  ["database.clientHosts[0]", "WA605", { "database.clientHosts": ["10.0.0.0/16"] }],
  ["database.clientHosts[0]", "WA605", { "database.clientHosts": ["10.0.1.0/255.255.0.0"] }],
  ["database.clientHosts[0]", "WA605", { "database.clientHosts": ["10.1%"] }],
  ["database.clientHosts[0]", "WA605", { "database.clientHosts": ["a'@'%"] }],
  ["database.clientHosts[1]", "WA612", { "database.clientHosts": ["Node1", "node1"] }],
  ["database.jdbcParameters", "WA605", { "database.jdbcParameters": { "use SSL": "true" } }],
  ["database.jdbcParameters", "WA605", { "database.jdbcParameters": { password: secret } }],
  ["database.jdbcParameters.useSSL", "WA603", { "database.jdbcParameters": { useSSL: true } }],
  ["database.jdbcParameters.useSSL", "WA605", { "database.jdbcParameters": { useSSL: "a\nb" } }],
  [
    "database.jdbcParameters.relaxAutoCommit",
    "WA608",
    { "database.jdbcParameters": { relaxAutoCommit: "false" } },
  ],
  ["database.caBundle", "WA605", { "database.caBundle": "./ca\n.pem" }],
  [
    "database.jdbcParameters.useSSL",
    "WA608",
    { "database.caBundle": "./ca.pem", "database.jdbcParameters": { useSSL: "false" } },
  ],
  [
    "database.jdbcParameters.verifyServerCertificate",
    "WA608",
    { "database.caBundle": "./ca.pem", "database.jdbcParameters": { verifyServerCertificate: "false" } },
  ],
  [
    "database.jdbcParameters.trustCertificateKeyStoreUrl",
    "WA608",
    {
      "database.caBundle": "./ca.pem",
      "database.jdbcParameters": { trustCertificateKeyStoreUrl: "file:/x" },
    },
  ],
  ["database.grants", "WA607", { "database.grants": "everything" }],
  ["database.schema.username", "WA609", { "database.grants": "least", "database.schema.password": secret }],
  ["database.schema.password", "WA609", { "database.grants": "least", "database.schema.username": "tables" }],
  [
    "database.schema.password",
    "WA609",
    { "database.grants": "least", "database.schema": { skip: true, username: "tables" } },
  ],
  [
    "database.schema.username",
    "WA612",
    { "database.grants": "least", "database.schema": { username: "wso2analytics", password: secret } },
  ],
  [
    "database.schema.username",
    "WA612",
    {
      "database.grants": "least",
      "database.schema": { username: "root", password: secret },
      "database.administrator": { username: "root", password: secret },
    },
  ],
  ["database.schema.username", "WA610", { "database.schema.username": "tables" }],
  [
    "database.schema.password",
    "WA610",
    { "database.grants": "documented", "database.schema.password": secret },
  ],
  [
    "database.schema.furtherScripts[0].path",
    "WA605",
    { "database.schema.furtherScripts": [{ path: "dbscripts/x", database: "user" }] },
  ],
  [
    "database.schema.furtherScripts[0].path",
    "WA605",
    { "database.schema.furtherScripts": [{ path: "../x.sql", database: "user" }] },
  ],
  [
    "database.schema.furtherScripts[0].database",
    "WA607",
    { "database.schema.furtherScripts": [{ path: "x.sql", database: "events" }] },
  ],
  [
    "database.administrator.proxy",
    "WA605",
    { "database.administrator": { username: "root", password: secret, proxy: `http://u:${secret}@h:1` } },
  ],
  [
    "database.administrator.tls",
    "WA607",
    { "database.administrator": { username: "root", password: secret, tls: "on" } },
  ],
  [
    "statisticsDatabase.name",
    "WA609",
    { statisticsDatabase: { host: "db", username: "u", password: secret } },
  ],
  [
    "statisticsDatabase.name",
    "WA612",
    {
      statisticsDatabase: {
        host: "db.internal",
        name: "WSO2_ANALYTICS_EVENT_STORE_DB",
        username: "u",
        password: secret,
      },
    },
  ],
];

const wrongOverrides: Row[] = [
  ["overrides[0].file", "WA605", { overrides: [{ ...rule, file: "/etc/hosts.conf" }] }],
  ["overrides[0].file", "WA605", { overrides: [{ ...rule, file: "repository/../../x.xml" }] }],
  ["overrides[0].file", "WA605", { overrides: [{ ...rule, file: "repository\\conf\\carbon.xml" }] }],
  ["overrides[0].file", "WA605", { overrides: [{ ...rule, file: "bin/wso2server.sh" }] }],
  [
    "overrides[0].file",
    "WA605",
    { overrides: [{ ...rule, file: "repository/conf/analytics/my-node-id.dat" }] },
  ],
  ["overrides[0].file", "WA605", { overrides: [{ ...rule, file: "repository/data/index.conf" }] }],
  ["overrides[0].value", "WA605", { overrides: [{ ...rule, value: "\u0000", secret: true }] }],
  ["overrides[0].path", "WA602", { overrides: [{ ...rule, path: "" }] }],
  ["overrides[1]", "WA616", { overrides: [rule, { ...rule, node: "node1" }] }],
  ...(
    [
      ["datasources/master-datasources.xml", `${datasource}[name='WSO2UM_DB']/name`],
      ["datasources/master-datasources.xml", `${datasource}[name='WSO2UM_DB'][name="X]"]/name`],
      ["datasources/metrics-datasources.xml", `${datasource}[name='WSO2_METRICS_DB']/name`],
      ["datasources/master-datasources.xml", `${datasource}[name='X']/jndiConfig/name`],
      ["datasources/master-datasources.xml", `${datasource}[name='X']/jndiConfig/@useDataSourceFactory`],
      ["registry.xml", "/wso2registry/dbConfig[@name='wso2registry']/dataSource"],
      ["carbon.xml", "/Server/Ports/Offset"],
      ["carbon.xml", "/Server[Version='2.1.0']/Ports/Offset"],
      ["carbon.xml", "//Ports/HTTPS"],
      ["carbon.xml", "Server/HostName"],
      ["carbon.xml", "/Server/HostName/"],
      ["carbon.xml", "/Server/Ports[1]"],
      ["carbon.xml", "/Server/Ports[@name='x'"],
      ["carbon.xml", "/Server/Ports[@name='x']]/@a"],
      ["carbon.xml", "/Server/Ports[name=x]"],
      ["carbon.xml", "/Server/*"],
      ["carbon.xml", "/@a"],
      ["carbon.xml", "/Server/@a/b"],
    ] as const
  ).map(([file, path]): Row => {
    return ["overrides[0]", "WA616", { overrides: [{ file: `repository/conf/${file}`, path, value: "x" }] }];
  }),
];

/** What is done only while the product is run from here. */
const wrongUnmanaged: Row[] = (
  [
    ["nodes[1].nodeId", "WA610", { "nodes[1].nodeId": "7f1c3a52" }],
    ["directories", "WA610", { directories: [{ path: "repository/data", target: "/mnt/data" }] }],
    ["eventProcessing.pruneStatePersistence", "WA610", { "eventProcessing.pruneStatePersistence": true }],
    ["installPackages", "WA610", { installPackages: true }],
    ["spark.symbolicLink", "WA610", { "spark.symbolicLink": "/opt/link" }],
    [
      "deploymentSynchronizer.libraries",
      "WA610",
      {
        deploymentSynchronizer: {
          svnUrl: "https://svn/r",
          libraries: { svnKit: { path: "svnkit.jar", sha256: "0".repeat(64) } },
        },
      },
    ],
    ["carbonApps", "WA610", { carbonApps: { files: ["alerts.car"] } }],
    ["service.manager", "WA610", { "service.manager": "systemd" }],
    ["service.heapMegabytes", "WA610", { "service.heapMegabytes": 2048 }],
    ["service.stopOnDestroy", "WA610", { "service.stopOnDestroy": true }],
    ["rollout.limit", "WA610", { "rollout.limit": "fullStop" }],
    ["rollout.force", "WA610", { "rollout.force": true }],
    ["allowFullStop", "WA610", { allowFullStop: true }],
    ["force", "WA610", { force: true }],
  ] as const
).map(([place, code, changes]) => [place, code, { ...changes, "service.manage": false }]);

const passwordPlaces: Record<string, (value: string) => Record<string, unknown>> = {
  "database.password": (value) => ({ "database.password": value }),
  "database.administrator.password": (value) => ({
    "database.administrator": { username: "root", password: value },
  }),
  "database.schema.password": (value) => ({
    "database.grants": "least",
    "database.schema": { username: "tables", password: value },
  }),
  "statisticsDatabase.password": (value) => ({
    statisticsDatabase: { host: "s", name: "s", username: "s", password: value },
  }),
  "clustering.groupPassword": (value) => ({ "clustering.groupPassword": value }),
  "deploymentSynchronizer.svnPassword": (value) => ({
    deploymentSynchronizer: { svnUrl: "https://svn/r", svnPassword: value },
  }),
};

/** The passwords that are put into SQL, and those that stand in the product's files. */
const inSql = ["database.password", "database.schema.password"];
const inFiles = Object.keys(passwordPlaces).filter(
  (place) => !["database.administrator.password", "database.schema.password"].includes(place),
);

/** Values that are wrong in these places, and right in the others. */
const wrongPasswords: [value: string, places: string[]][] = [
  [`${secret}'`, inSql],
  [`${secret}\\`, inSql],
  [`${secret}\${x}`, inFiles],
  [` ${secret}`, inFiles],
  [`${secret} `, inFiles],
  [`${secret}\u0007x`, Object.keys(passwordPlaces)],
  [`${secret}\nx`, Object.keys(passwordPlaces)],
  [`${secret}\ud800x`, Object.keys(passwordPlaces)],
  ["", Object.keys(passwordPlaces)],
];

const rows: Row[] = [
  ...wrongShape,
  ...wrongDeliveries,
  ...wrongNodes,
  ...wrongPorts,
  ...wrongCluster,
  ...wrongDatabase,
  ...wrongOverrides,
  ...wrongUnmanaged,
  ...Object.entries(passwordPlaces).flatMap(([place, changes]) =>
    wrongPasswords
      .filter(([, places]) => places.includes(place))
      .map(([value]): Row => [place, "WA613", changes(value)]),
  ),
];

describe("a wrong input", () => {
  for (const [place, code, changes] of rows) {
    it(`is reported at ${place} (${code}): ${JSON.stringify(changes).slice(0, 80)}`, () => {
      const problems = validate(change(smallestDescription, changes));
      expect(codesOf(problems)).toEqual([`${place} ${code}`]);
      const line = formatProblems(problems);
      expect(line).not.toContain("S3cret");
      expect(line.split("\n")).toHaveLength(1);
      expect(line.length).toBeLessThan(400);
    });
  }

  it("with ten problems gives a line for each below its place", () => {
    const problems = validate({
      product: { profile: "apim-analytics-9", home: "/opt/wso2 home" },
      nodes: [{ address: "0.0.0.0" }, { address: "8.8.8.8", hom: "/x" }],
      database: {
        host: "localhost",
        username: "o'neill",
        password: "it's",
        characterSets: { eventStore: "koi8r" },
      },
      ports: { hazelcast: 0 },
    });
    const codes = formatProblems(problems)
      .split("\n")
      .map((line) => line.replace(/: .*\((WA\d+)\)$/, " $1"));
    expect(codes.toSorted()).toEqual(
      [
        "product",
        "  home WA605",
        "  profile WA607",
        "nodes[1]",
        "  hom WA601",
        "  address WA614",
        "database",
        "  username WA605",
        "  password WA613",
        "  characterSets.eventStore WA607",
        "  host WA614",
        "ports.hazelcast WA606",
        "nodes[0].address WA614",
      ].toSorted(),
    );
  });

  it("is reported wherever it is put, whatever it is", () => {
    const places = Object.keys(leaves(completeDescription));
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.anything(), (place, value) => {
        fc.pre(!["string", "number", "boolean", "undefined"].includes(typeof value));
        const problems = validate(change(completeDescription, { [place]: value }));
        expect(problems.some((problem) => problem.place.startsWith(place))).toBe(true);
      }),
    );
  });

  it("is never taken for a description, whatever it is", () => {
    for (const input of [undefined, null, 1, "text", [], [{}]]) {
      expect(validate(input).map((problem) => problem.place)).toEqual(["the description"]);
    }
  });
});

describe("a right input", () => {
  it("has no problem when it is the smallest", () => expect(validate(smallestDescription)).toEqual([]));

  it("has no problem when it uses every argument", () => expect(validate(completeDescription)).toEqual([]));

  const accepted: Record<string, unknown>[] = [
    ...Object.entries(passwordPlaces).flatMap(([place, changes]) =>
      wrongPasswords.filter(([, places]) => !places.includes(place)).map(([value]) => changes(value)),
    ),
    ...["pa ss", 'a&b<c>d"e=f#g;h:i%j{k}l$m', "p\u00e4ss\u20ac\u{1f511}", "}}}}"].flatMap((value) =>
      Object.values(passwordPlaces).map((changes) => changes(value)),
    ),
    { statisticsDatabase: { enabled: false } },
    { registryMounts: { config: "/_system/analytics_config" }, secureVault: "remove" },
    {
      allowLoopbackAddresses: true,
      "nodes[0].address": "127.0.0.2",
      "nodes[1].address": "127.0.0.3",
      "database.host": "127.0.0.1",
      "database.clientHosts": ["127.0.0.1"],
    },
    { allowPublicAddresses: true, "nodes[0].address": "203.0.113.1" },
    { "nodes[0].address": "172.31.255.1", "nodes[1].address": "100.64.0.1" },
    { "nodes[1].home": "/srv/wso2", "spark.symbolicLink": "/home/centos/das_symlink/" },
    { "product.portOffset": 0 },
    { "product.install": {}, "product.distribution": "a.zip" },
    { "product.jdbcDriver": { file: "lib/mysql-connector-java-5.1.34-bin.jar" } },
    { "ports.presentation": 10005 },
    {
      "database.clientHosts": [
        "%",
        "10.0.%",
        "10.0.0.0/255.255.0.0",
        "10.0.3.1",
        "node-1.internal",
        "%.internal",
      ],
    },
    { "database.grants": "least", "database.schema.skip": true },
    { "nodes[0].ssh": { host: "fd00::1" } },
    { "nodes[0].ports": undefined, ports: undefined },
    ...["OPENSSH PRIVATE KEY", "RSA PRIVATE KEY", "PRIVATE KEY", "ENCRYPTED PRIVATE KEY"].map((type) => ({
      "nodes[0].ssh.privateKey": key(type),
    })),
    { "nodes[0].ssh.privateKey": `\n${key("PRIVATE KEY")}\n\n` },
    { "nodes[0].ssh.hostKey": ` ssh-ed25519 ${"AAAAC3NzaC1lZDI1NTE5AAAAI".padEnd(68, "x")} a comment\n` },
    { "product.install": { sha256: "AB".repeat(32) } },
    {
      overrides: [
        { ...rule, node: "node1" },
        { ...rule, node: "node2" },
      ],
    },
    {
      overrides: [
        {
          file: "repository/conf/datasources/master-datasources.xml",
          path: `${datasource}[name='WSO2_CARBON_DB']/definition/configuration/maxActive`,
          value: "60",
        },
        { ...rule, path: `/a/b[@name='[x]/@y'][c="//"]/@d` },
        { file: "repository/conf/log4j.properties", path: "log4j.appender.//[x", value: "x" },
      ],
    },
    sameSshEnd({ "nodes[1].ssh": { host: "jump.internal", port: 2222 } }),
    sameSshEnd({ "nodes[1].home": "/opt/other", "spark.symbolicLink": "/opt/link" }),
    sameSshEnd({ "nodes[1].ssh": { host: "jump.internal", bastion: { host: "bastion2" } } }),
    {
      deploymentSynchronizer: {
        svnUrl: "https://svn.internal:8443/r%402/x?a=1",
        svnUser: "me",
        svnPassword: "a/b@c",
      },
    },
    {
      service: {
        manage: false,
        javaHome: "/usr/lib/jvm/java-8",
        stopTimeoutSeconds: 60,
        stopOnDestroy: false,
      },
      spark: { symbolicLink: "/opt/link", makeSymbolicLink: false },
      "eventProcessing.pruneStatePersistence": false,
      directories: [],
      "product.install": {},
      overwrite: true,
      installPackages: true,
      "database.administrator": { username: "root", password: secret },
    },
  ];
  for (const changes of accepted) {
    it(`has no problem with ${JSON.stringify(changes).slice(0, 90)}`, () =>
      expect(validate(change(smallestDescription, changes))).toEqual([]));
  }
});

describe("a secret of fewer than 4 characters, which nothing masks", () => {
  const secretLeaves = (value: string) => {
    const marked = leaves(mapSecrets(completeDescription, () => value));
    // A message shows an address; the token in its query is what is secret.
    const isSecret = (place: string) => marked[place] === value && !place.endsWith(".url");
    return Object.keys(marked).filter(isSecret);
  };
  const places = secretLeaves("a marked secret");

  it("is looked for at every place that holds one", () => expect(places.length).toBeGreaterThanOrEqual(12));

  for (const place of places) {
    it(`is refused as ${place}, without being shown`, () => {
      // Three characters, of which one is two code units long.
      const problems = validate(change(completeDescription, { [place]: "q7\u{1f511}" }));
      expect(problems.map((problem) => problem.place)).toEqual([place]);
      expect(formatProblems(problems)).not.toContain("q7");
      if (!/\.(privateKey|proxy)$/.test(place))
        expect(problems[0]?.problem).toContain("fewer than 4 characters");
    });
  }

  it("may be a value that nothing marks as secret, or an empty JDBC parameter", () => {
    const changes = {
      "overrides[0].secret": false,
      "overrides[0].value": "abc",
      "database.jdbcParameters.clientCertificateKeyStorePassword": "",
    };
    expect(validate(change(completeDescription, changes))).toEqual([]);
  });
});

/** What needs milliseconds may wait this long; before, it took far longer, as the time grew with the square of the length. */
const patience = 5_000;

describe("a text as long as a file", { timeout: patience }, () => {
  const long = "x/".repeat(8 * 1024 * 1024);

  it.each([
    ["registryMounts.config", `/${long}`],
    ["secureVault", long],
  ])("is refused as %s, in short words", (place, value) => {
    const problems = validate(change(completeDescription, { [place]: value }));
    expect(problems.map((problem) => problem.place)).toContain(place);
    expect(formatProblems(problems).length).toBeLessThan(1000);
  });

  it("is refused as a key", () => {
    const problems = validate({ ...completeDescription, ["x".repeat(8 * 1024 * 1024)]: "" });
    expect(problems.map(({ problem }) => problem)).toEqual(["is no argument"]);
  });

  it("is quoted in short, without a login", () => {
    expect(quoted("x".repeat(256 * 1024))).toBe(`"${"x".repeat(57)}..."`);
    expect(quoted(`https://me:word@host/a b@c@d ${"x".repeat(256 * 1024)}@host`)).toBe(
      '"https://...@host/a ...@d ...@host"',
    );
  });
});

describe("a value that is not known yet", () => {
  const placesOf = (problems: Problem[]) => problems.map((problem) => problem.place);

  it("is no problem, nor are its parts", () => {
    const input = change(smallestDescription, { nodes: undefined, "database.password": undefined });
    expect(placesOf(validate(input))).toEqual(["nodes", "database.password"]);
    expect(validate(input, new Set(["nodes", "database.password"]))).toEqual([]);
  });

  it("is no problem in a list", () => {
    const input = change(smallestDescription, { "database.clientHosts": ["10.0.1.10", undefined] });
    expect(placesOf(validate(input))).toEqual(["database.clientHosts[1]"]);
    expect(validate(input, new Set(["database.clientHosts[1]"]))).toEqual([]);
  });

  it("leaves the others checked", () => {
    const input = change(smallestDescription, {
      "nodes[0].address": undefined,
      "nodes[1].address": "0.0.0.0",
    });
    expect(placesOf(validate(input, new Set(["nodes[0].address"])))).toEqual(["nodes[1].address"]);
  });

  it("does not cover a place whose name only begins alike", () => {
    const input = change(smallestDescription, { "database.port": 0 });
    expect(placesOf(validate(input, new Set(["database.po"])))).toEqual(["database.port"]);
  });

  const comparisons: [place: string, unresolved: string, changes: Record<string, unknown>][] = [
    ["nodes[1].home", "nodes[0].home", { "nodes[1].home": "/srv/wso2" }],
    ["nodes[1].home", "spark", { "nodes[1].home": "/srv/wso2" }],
    ["nodes[0].address", "allowPublicAddresses", { "nodes[0].address": "8.8.8.8" }],
    ["database.host", "allowLoopbackAddresses", { "database.host": "127.0.0.1" }],
    ["database.names.user", "database.names.registry", { "database.names.user": "regdb" }],
    [
      "database.schema.username",
      "database.schema",
      { "database.grants": "least", "database.schema": { password: secret } },
    ],
    ["database.schema.username", "database.grants", { "database.schema.username": "tables" }],
    ["nodes[1].ssh.host", "nodes[0].ssh", { "nodes[1].ssh.host": "10.0.1.10" }],
    ["ports.hazelcast", "ports.eventSync", { "ports.hazelcast": 7612 }],
    [
      "spark.symbolicLink",
      "spark.makeSymbolicLink",
      { service: { manage: false }, "spark.symbolicLink": "/opt/link" },
    ],
  ];
  for (const [place, unresolved, changes] of comparisons) {
    it(`is waited for where ${place} depends on ${unresolved}`, () => {
      expect(placesOf(validate(change(smallestDescription, changes)))).toEqual([place]);
      const unknown =
        unresolved in changes || unresolved === "database.schema" ? { [unresolved]: undefined } : {};
      expect(
        validate(change(smallestDescription, { ...changes, ...unknown }), new Set([unresolved])),
      ).toEqual([]);
    });
  }
});
