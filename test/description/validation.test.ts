import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mapSecrets } from "../../components/description/mapSecrets";
import { formatProblems, type Problem } from "../../components/description/problem";
import { quoted } from "../../components/description/validation/shape";
import { validate } from "../../components/product/validation/validate";
import { change, completeDescription, leaves, smallestDescription } from "./validationInput";

const secret = 'S3cret&<>"=#;:%{}\u00e9';
const key = (type: string) => `-----BEGIN ${type}-----\nAAAA\n-----END ${type}-----\n`;
const datasource = "/datasources-configuration/datasources/datasource";
const rule = { file: "repository/conf/carbon.xml", path: "/Server/HostName", value: "analytics" };

/** What is changed in the smallest description, where the problem is to be reported, and words it must say. */
type Row = [place: string, words: string, changes: Record<string, unknown>];

const wrongShape: Row[] = [
  ["colour", "no argument", { colour: "red" }],
  ["nodes[1].adress", "did you mean address", { "nodes[1].adress": "10.0.2.10" }],
  ["database.sslMode", "known here are username", { "database.sslMode": "x" }],
  ["database.password...", "no argument", { [`database.password:${secret}`]: null }],
  ["database.host", "host and port apart", { "database.host": `mysql://user:${secret}@db` }],
  ["nodes[1].address", "missing", { "nodes[1]": {} }],
  ["database", "missing", { database: undefined }],
  ["database.port", "text, not a number", { "database.port": "3306" }],
  ["database.host", "a number, not text", { "database.host": 3306 }],
  ["nodes", "not a list", { nodes: { address: "10.0.1.10" } }],
  ["nodes[0]", "text, not a set", { "nodes[0]": "10.0.1.10" }],
  ["ports", "empty", { ports: null }],
  ["allowPublicAddresses", "text, not true or false", { allowPublicAddresses: "yes" }],
  ["product.profile", "did you mean", { "product.profile": "apim-analytics-9.9.9" }],
  ["product.portOffset", "-1", { "product.portOffset": -1 }],
  ["product.portOffset", "1.5", { "product.portOffset": 1.5 }],
  ["product.distribution", "empty", { "product.distribution": "" }],
  ["nodes[0].nodeId", "no id of a node", { "nodes[0].nodeId": "a b" }],
  ["directories[0].path", "outlives", { directories: [{ path: "repository/conf", target: "/mnt/conf" }] }],
  ["directories[0].target", "absolute", { directories: [{ path: "repository/data", target: "data" }] }],
  [
    "directories[0].kind",
    "did you mean symlink",
    { directories: [{ path: "repository/data", target: "/mnt/data", kind: "symlnk" }] },
  ],
  [
    "directories[0].target",
    "outside of the home",
    { directories: [{ path: "repository/data", target: "/opt/wso2am-analytics-2.1.0/data" }] },
  ],
  [
    "directories[1].path",
    "one is in the other",
    {
      directories: [
        { path: "repository/data", target: "/data/a" },
        { path: "repository/data/index", target: "/data/b" },
      ],
    },
  ],
  [
    "directories[1].target",
    "same folder",
    {
      directories: [
        { path: "repository/data", target: "/data/a" },
        { path: "cep_persistence", target: "/data/a" },
      ],
    },
  ],
  ["carbonApps.files", "missing", { carbonApps: {} }],
  ["carbonApps.files[0]", "no C-App", { "carbonApps.files": ["alerts.zip"] }],
  ["carbonApps.files[0]", "A-Z", { "carbonApps.files": ["my alerts.car"] }],
  ["carbonApps.files[1]", "files[0] too", { "carbonApps.files": ["a/alerts.car", "b/alerts.car"] }],
  [
    "carbonApps.waitSeconds",
    "no number of seconds",
    { carbonApps: { files: ["alerts.car"], waitSeconds: 0 } },
  ],
  [
    "eventProcessing.pruneStatePersistence",
    "nothing is persisted",
    { eventProcessing: { statePersistence: false, pruneStatePersistence: true } },
  ],
  ...(
    [
      ["", "neither path nor url", {}],
      ["", "both path and url", { path: "a.jar", url: "https://x/a.jar" }],
      [".url", "no URL", { url: "ftp://x/a.jar" }],
      [".url", "without a login", { url: `https://u:${secret}@x/a.jar` }],
      [".path", "A-Z", { path: "a jar" }],
      [".sha256", "sha256sum", { url: "https://x/a.jar", sha256: "abc" }],
    ] as const
  ).map(([part, words, file]): Row => {
    const svnKit = { sha256: "0".repeat(64), ...file };
    const place = `deploymentSynchronizer.libraries.svnKit${part}`;
    return [place, words, { deploymentSynchronizer: { svnUrl: "https://svn/r", libraries: { svnKit } } }];
  }),
  ["service.manager", "did you mean systemd", { "service.manager": "systemctl" }],
  ["service.javaHome", "absolute", { "service.javaHome": "jdk8" }],
  ["service.heapMegabytes", "256 to", { "service.heapMegabytes": 64 }],
  ["rollout.startTimeoutSeconds", "no number of seconds", { "rollout.startTimeoutSeconds": 0 }],
  ["rollout.hold", "did you mean node1", { "rollout.hold": "node-1" }],
  ["rollout.limit", "did you mean fullStop", { "rollout.limit": "fullstop" }],
  ["force", "old name of rollout.force", { force: true, "rollout.force": true }],
  ["allowFullStop", "old name of rollout.limit", { allowFullStop: true, "rollout.limit": "restart" }],
  [
    "service.steadySeconds",
    "old name of rollout.steadySeconds",
    { "service.steadySeconds": 1, "rollout.steadySeconds": 2 },
  ],
  ["service.startTimeoutSeconds", "no number of seconds", { "service.startTimeoutSeconds": 0 }],
  ["service.stopTimeoutSeconds", "no number of seconds", { "service.stopTimeoutSeconds": 1.5 }],
  ["service.steadySeconds", "no number of seconds", { "service.steadySeconds": -1 }],
  ["rerunTrigger", "empty", { rerunTrigger: " " }],
  ["repush", "old name of rerunTrigger", { rerunTrigger: "one", repush: "other" }],
];

const digest = "0".repeat(64);
const driver = "mysql-connector-java-5.1.49.jar";
const wrongDeliveries: Row[] = [
  ["product.install.sha256", "missing", { "product.install": { url: "https://files/a.zip" } }],
  ["product.install.sha256", "no sha256", { "product.install": { sha256: "ABC" } }],
  [
    "product.install.url",
    "URL of a file",
    { "product.install": { url: "ftp://files/a.zip", sha256: digest } },
  ],
  [
    "product.install.url",
    "without a login",
    { "product.install": { url: "https://me:x@files/a.zip", sha256: digest } },
  ],
  ["product.install.url", "URL of a file", { "product.install": { url: "https://files/", sha256: digest } }],
  ["product.install.user", "login name", { "product.install": { user: "-x" } }],
  ["product.install.path", "known here are url", { "product.install": { path: "a.zip" } }],
  ["product.jdbcDriver", "names no driver", { "product.jdbcDriver": { sha256: digest } }],
  [
    "product.jdbcDriver",
    "names two drivers",
    { "product.jdbcDriver": { file: driver, url: `https://files/${driver}`, sha256: digest } },
  ],
  ["product.jdbcDriver.sha256", "missing", { "product.jdbcDriver": { url: `https://files/${driver}` } }],
  [
    "product.jdbcDriver.file",
    "Connector/J 5.1",
    { "product.jdbcDriver": { file: "lib/mysql-connector-j-8.3.0.jar" } },
  ],
  [
    "product.jdbcDriver.url",
    "Connector/J 5.1",
    { "product.jdbcDriver": { url: "https://files/driver.jar", sha256: digest } },
  ],
];

const wrongNodes: Row[] = [
  ["nodes", "has 1 of the 2", { nodes: [{ address: "10.0.1.10" }] }],
  [
    "nodes",
    "has 3 of the 2",
    { nodes: ["10.0.1.10", "10.0.1.11", "10.0.1.12"].map((address) => ({ address })) },
  ],
  ["nodes[1].address", "the first node too", { "nodes[1].address": "10.0.1.10" }],
  ["nodes[0].address", "loopback", { "nodes[0].address": "127.0.0.2" }],
  ["nodes[0].address", "every address", { "nodes[0].address": "0.0.0.0" }],
  ["nodes[0].address", "public", { "nodes[0].address": "8.8.8.8" }],
  ["nodes[0].address", "link-local", { "nodes[0].address": "169.254.1.1" }],
  ["nodes[0].address", "multicast", { "nodes[0].address": "228.0.0.4" }],
  ["nodes[0].address", "reserved", { "nodes[0].address": "255.255.255.255" }],
  ["nodes[0].address", "no IPv4 address", { "nodes[0].address": "node1.internal" }],
  ["nodes[0].address", "no IPv4 address", { "nodes[0].address": "10.0.1.010" }],
  ["nodes[0].address", "no IPv4 address", { "nodes[0].address": "10.0.1.256" }],
  ["nodes[0].address", "IPv6", { "nodes[0].address": "fd00::1" }],
  ["nodes[0].sparkAddress", "every address", { "nodes[0].sparkAddress": "0.0.0.0" }],
  ["nodes[0].sparkAddress", "other node", { "nodes[0].sparkAddress": "10.0.2.10" }],
  [
    "nodes[1].sparkAddress",
    "other node",
    { "nodes[0].sparkAddress": "10.0.3.1", "nodes[1].sparkAddress": "10.0.3.1" },
  ],
  ["product.home", "absolute", { "product.home": "wso2" }],
  ["product.home", "white space", { "product.home": "/opt/wso2 analytics" }],
  ["product.home", "shell", { "product.home": "/opt/$(id)" }],
  ["product.home", "whole host", { "product.home": "/" }],
  ["product.home", "ends with /", { "product.home": "/opt/wso2/" }],
  ["product.home", "..", { "product.home": "/opt/../etc" }],
  ["nodes[0].home", "absolute", { "nodes[0].home": "C:\\wso2" }],
  ["nodes[1].home", "spark.symbolicLink", { "nodes[1].home": "/srv/wso2" }],
  ["spark.symbolicLink", "absolute", { "spark.symbolicLink": "link" }],
  ["spark.symbolicLink", "home itself", { "spark.symbolicLink": "/opt/wso2am-analytics-2.1.0/" }],
  ["nodes[0].ssh.host", "neither a host name", { "nodes[0].ssh.host": "-oProxyCommand=x" }],
  ["nodes[0].ssh.port", "no port", { "nodes[0].ssh.port": 0 }],
  ["nodes[0].ssh.user", "login name", { "nodes[0].ssh.user": "-l root" }],
  ["nodes[0].ssh.privateKey", "no private key", { "nodes[0].ssh.privateKey": "~/.ssh/id_ed25519" }],
  ["nodes[0].ssh.privateKeyPassword", "empty", { "nodes[0].ssh.privateKeyPassword": "" }],
  [
    "nodes[0].ssh.hostKey",
    "authorized_keys",
    { "nodes[0].ssh.hostKey": "10.0.1.10 ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIIIII" },
  ],
  ["nodes[0].ssh.hostKey", "authorized_keys", { "nodes[0].ssh.hostKey": "SHA256:abc" }],
  [
    "nodes[0].ssh.hostKey",
    "authorized_keys",
    {
      "nodes[0].ssh.hostKey": `ssh-ed25519 ${"AAAA".padEnd(68, "x")}\nssh-ed25519 ${"AAAA".padEnd(68, "y")}\n`,
    },
  ],
  ["nodes[0].ssh.timeoutSeconds", "no number of seconds", { "nodes[0].ssh.timeoutSeconds": 0 }],
  ["nodes[0].ssh.bastion.host", "missing", { "nodes[0].ssh.bastion": {} }],
  ["nodes[0].ssh.host", "other node's host", { "nodes[0].ssh.host": "10.0.2.10" }],
  ["nodes[1].ssh.host", "other node's host", { "nodes[1].ssh": { host: "10.0.1.10", port: 22 } }],
  [
    "nodes[1].ssh.host",
    "other node's host",
    {
      "nodes[0].ssh": { host: "Node", bastion: { host: "b" } },
      "nodes[1].ssh": { host: "node", bastion: { host: "b" } },
    },
  ],
  [
    "nodes[0].ssh.bastion.hostKey",
    "authorized_keys",
    { "nodes[0].ssh.bastion": { host: "b", hostKey: "x" } },
  ],
  [
    "nodes[0].ssh.bastion.privateKey",
    "no private key",
    { "nodes[0].ssh.bastion": { host: "b", privateKey: "PuTTY-User-Key-File-3" } },
  ],
];

/** Both nodes behind one SSH end, and something more. */
function sameSshEnd(more: Record<string, unknown>): Record<string, unknown> {
  return { "nodes[0].ssh": { host: "jump.internal" }, "nodes[1].ssh": { host: "jump.internal" }, ...more };
}

const wrongPorts: Row[] = [
  ["ports.hazelcast", "70000 is no port", { "ports.hazelcast": 70000 }],
  ["nodes[0].ports.eventSync", "0 is no port", { "nodes[0].ports.eventSync": 0 }],
  ["database.port", "65536 is no port", { "database.port": 65536 }],
  ["ports.eventSync", "above 65535", { "ports.eventSync": 65535 }],
  ["product.portOffset", "above 65535", { "product.portOffset": 60000 }],
  ["ports.hazelcast", "thrift (7612)", { "ports.hazelcast": 7612 }],
  ["nodes[1].ports.management", "eventSync (11225)", { "nodes[1].ports.management": 11224 }],
  ["ports.hazelcast", "sparkDriver (13001-13017)", { "ports.hazelcast": 13017 }],
];

const wrongCluster: Row[] = [
  ["clustering.domain", "cluster domain", { "clustering.domain": "my domain" }],
  ["clustering.groupPassword", "empty", { "clustering.groupPassword": "" }],
  ["clustering.failureDetectionSeconds", "from 5 to 3600", { "clustering.failureDetectionSeconds": 4 }],
  ["secureVault", "give one of remove, keep", { secureVault: "kept" }],
  ["registryMounts.config", "is no path of a registry", { "registryMounts.config": "_system/config" }],
  ["registryMounts.config", "is no path of a registry", { "registryMounts.config": "/_system/config/" }],
  ["registryMounts.config", "is no path of a registry", { "registryMounts.config": "/a b" }],
  ["registryMounts.governance", "has an empty, . or .. part", { "registryMounts.governance": "/a/../b" }],
  ["registryMounts.config", "is the other mount's too", { "registryMounts.config": "/_system/governance" }],
  [
    "registryMounts.governance",
    "is the other mount's too",
    { "registryMounts.governance": "/_system/config" },
  ],
  ["statisticsDatabase.enabled", "not true or false", { "statisticsDatabase.enabled": "false" }],
  ["eventProcessing.presenter", "did you mean node1", { "eventProcessing.presenter": "node-1" }],
  [
    "deploymentSynchronizer.svnUrl",
    "Subversion",
    { deploymentSynchronizer: { svnUrl: "svn.internal/repository" } },
  ],
  [
    "deploymentSynchronizer.svnUrl",
    "svnUser and svnPassword",
    { deploymentSynchronizer: { svnUrl: `https://u:${secret}@svn/r` } },
  ],
  [
    "deploymentSynchronizer.svnUrl",
    "svnUser and svnPassword",
    { deploymentSynchronizer: { svnUrl: `https://u:a/${secret}@svn/r` } },
  ],
  [
    "deploymentSynchronizer.svnUrl",
    "svnUser and svnPassword",
    { deploymentSynchronizer: { svnUrl: "svn+ssh://me@svn/r" } },
  ],
  [
    "deploymentSynchronizer.svnPassword",
    "white space",
    { deploymentSynchronizer: { svnUrl: "https://svn/r", svnPassword: `${secret} ` } },
  ],
  [
    "deploymentSynchronizer.committer",
    "did you mean",
    { deploymentSynchronizer: { svnUrl: "https://svn/r", committer: "node3" } },
  ],
];

const wrongDatabase: Row[] = [
  ["database.host", "neither a host name", { "database.host": "db host" }],
  ["database.host", "different host on each node", { "database.host": "localhost" }],
  ["database.host", "different host on each node", { "database.host": "127.0.0.1" }],
  ["database.host", "host and port apart", { "database.host": "db:3306" }],
  ["database.host", "neither a host name", { "database.host": "10.0.1" }],
  ["database.names.user", "A-Z", { "database.names.user": "user-db" }],
  ["database.names.user", "1 to 64", { "database.names.user": "a".repeat(65) }],
  ["database.names.user", "MySQL itself", { "database.names.user": "mysql" }],
  ["database.names.user", "database.names.registry too", { "database.names.user": "REGDB" }],
  ["database.username", "safe in SQL", { "database.username": "o'neill" }],
  ["database.username", "before MySQL 5.7 the limit is 16", { "database.username": "a".repeat(33) }],
  [
    "database.username",
    "administrator",
    { "database.administrator": { username: "wso2analytics", password: secret } },
  ],
  ["database.characterSets.eventStore", "65,535", { "database.characterSets.eventStore": "utf8mb4" }],
  ["database.characterSets.processedData", "65,535", { "database.characterSets.processedData": "utf8" }],
  ["database.characterSets.user", "latin1, utf8, utf8mb4", { "database.characterSets.user": "koi8r" }],
  ["database.clientHosts", "empty", { "database.clientHosts": [] }],
  ["database.clientHosts[0]", "MySQL's name for its own socket", { "database.clientHosts": ["localhost"] }],
  ["database.clientHosts[0]", "different host on each node", { "database.clientHosts": ["127.0.0.1"] }],
  ["database.clientHosts[0]", "any one character", { "database.clientHosts": ["node_1"] }],
  ["database.clientHosts[0]", "write the mask out", { "database.clientHosts": ["10.0.0.0/16"] }],
  ["database.clientHosts[0]", "matches no address", { "database.clientHosts": ["10.0.1.0/255.255.0.0"] }],
  ["database.clientHosts[0]", "longer numbers", { "database.clientHosts": ["10.1%"] }],
  ["database.clientHosts[0]", "no client host", { "database.clientHosts": ["a'@'%"] }],
  ["database.clientHosts[1]", "twice", { "database.clientHosts": ["Node1", "node1"] }],
  ["database.jdbcParameters", "no JDBC parameter", { "database.jdbcParameters": { "use SSL": "true" } }],
  ["database.jdbcParameters", "URL that is shown", { "database.jdbcParameters": { password: secret } }],
  ["database.jdbcParameters.useSSL", "text", { "database.jdbcParameters": { useSSL: true } }],
  ["database.jdbcParameters.useSSL", "control characters", { "database.jdbcParameters": { useSSL: "a\nb" } }],
  [
    "database.jdbcParameters.relaxAutoCommit",
    "always added",
    { "database.jdbcParameters": { relaxAutoCommit: "false" } },
  ],
  ["database.caBundle", "control characters", { "database.caBundle": "./ca\n.pem" }],
  [
    "database.jdbcParameters.useSSL",
    "database.caBundle",
    { "database.caBundle": "./ca.pem", "database.jdbcParameters": { useSSL: "false" } },
  ],
  [
    "database.jdbcParameters.verifyServerCertificate",
    "leave one of the two out",
    { "database.caBundle": "./ca.pem", "database.jdbcParameters": { verifyServerCertificate: "false" } },
  ],
  [
    "database.jdbcParameters.trustCertificateKeyStoreUrl",
    "leave one of the two out",
    {
      "database.caBundle": "./ca.pem",
      "database.jdbcParameters": { trustCertificateKeyStoreUrl: "file:/x" },
    },
  ],
  ["database.grants", "documented, least", { "database.grants": "everything" }],
  [
    "database.schema.username",
    "make no tables",
    { "database.grants": "least", "database.schema.password": secret },
  ],
  [
    "database.schema.password",
    "make no tables",
    { "database.grants": "least", "database.schema.username": "tables" },
  ],
  [
    "database.schema.password",
    "missing",
    { "database.grants": "least", "database.schema": { skip: true, username: "tables" } },
  ],
  [
    "database.schema.username",
    "database.username too",
    { "database.grants": "least", "database.schema": { username: "wso2analytics", password: secret } },
  ],
  [
    "database.schema.username",
    "administrator",
    {
      "database.grants": "least",
      "database.schema": { username: "root", password: secret },
      "database.administrator": { username: "root", password: secret },
    },
  ],
  ["database.schema.username", "database.grants: least", { "database.schema.username": "tables" }],
  [
    "database.schema.password",
    "database.grants: least",
    { "database.grants": "documented", "database.schema.password": secret },
  ],
  [
    "database.schema.furtherScripts[0].path",
    "SQL script",
    { "database.schema.furtherScripts": [{ path: "dbscripts/x", database: "user" }] },
  ],
  [
    "database.schema.furtherScripts[0].path",
    "..",
    { "database.schema.furtherScripts": [{ path: "../x.sql", database: "user" }] },
  ],
  [
    "database.schema.furtherScripts[0].database",
    "user, registry",
    { "database.schema.furtherScripts": [{ path: "x.sql", database: "events" }] },
  ],
  [
    "database.administrator.proxy",
    "socks5",
    { "database.administrator": { username: "root", password: secret, proxy: `http://u:${secret}@h:1` } },
  ],
  [
    "database.administrator.tls",
    "skip-verify",
    { "database.administrator": { username: "root", password: secret, tls: "on" } },
  ],
  [
    "statisticsDatabase.name",
    "missing",
    { statisticsDatabase: { host: "db", username: "u", password: secret } },
  ],
  [
    "statisticsDatabase.name",
    "database.names.eventStore too",
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
  ["overrides[0].file", "absolute", { overrides: [{ ...rule, file: "/etc/hosts.conf" }] }],
  ["overrides[0].file", "..", { overrides: [{ ...rule, file: "repository/../../x.xml" }] }],
  ["overrides[0].file", "\\\\", { overrides: [{ ...rule, file: "repository\\conf\\carbon.xml" }] }],
  ["overrides[0].file", ".xml, .properties, .conf", { overrides: [{ ...rule, file: "bin/wso2server.sh" }] }],
  [
    "overrides[0].file",
    "the node's own",
    { overrides: [{ ...rule, file: "repository/conf/analytics/my-node-id.dat" }] },
  ],
  ["overrides[0].file", "the node's own", { overrides: [{ ...rule, file: "repository/data/index.conf" }] }],
  ["overrides[0].value", "control characters", { overrides: [{ ...rule, value: "\u0000", secret: true }] }],
  ["overrides[0].path", "empty", { overrides: [{ ...rule, path: "" }] }],
  ["overrides[1]", "twice", { overrides: [rule, { ...rule, node: "node1" }] }],
  ...(
    [
      ["datasources/master-datasources.xml", `${datasource}[name='WSO2UM_DB']/name`, "called"],
      ["datasources/master-datasources.xml", `${datasource}[name='WSO2UM_DB'][name="X]"]/name`, "called"],
      ["datasources/metrics-datasources.xml", `${datasource}[name='WSO2_METRICS_DB']/name`, "called"],
      ["datasources/master-datasources.xml", `${datasource}[name='X']/jndiConfig/name`, "called"],
      [
        "datasources/master-datasources.xml",
        `${datasource}[name='X']/jndiConfig/@useDataSourceFactory`,
        "called",
      ],
      ["registry.xml", "/wso2registry/dbConfig[@name='wso2registry']/dataSource", "called"],
      ["carbon.xml", "/Server/Ports/Offset", "product.portOffset"],
      ["carbon.xml", "/Server[Version='2.1.0']/Ports/Offset", "product.portOffset"],
      ["carbon.xml", "//Ports/HTTPS", "every step from the root"],
      ["carbon.xml", "Server/HostName", "every step from the root"],
      ["carbon.xml", "/Server/HostName/", "every step from the root"],
      ["carbon.xml", "/Server/Ports[1]", "every step from the root"],
      ["carbon.xml", "/Server/Ports[@name='x'", "every step from the root"],
      ["carbon.xml", "/Server/Ports[@name='x']]/@a", "every step from the root"],
      ["carbon.xml", "/Server/Ports[name=x]", "every step from the root"],
      ["carbon.xml", "/Server/*", "every step from the root"],
      ["carbon.xml", "/@a", "every step from the root"],
      ["carbon.xml", "/Server/@a/b", "every step from the root"],
    ] as const
  ).map(([file, path, words]): Row => {
    return ["overrides[0]", words, { overrides: [{ file: `repository/conf/${file}`, path, value: "x" }] }];
  }),
];

/** What is done only while the product is run from here. */
const wrongUnmanaged: Row[] = (
  [
    ["nodes[1].nodeId", "my-node-id.dat", { "nodes[1].nodeId": "7f1c3a52" }],
    ["directories", "move the folders", { directories: [{ path: "repository/data", target: "/mnt/data" }] }],
    [
      "eventProcessing.pruneStatePersistence",
      "give false",
      { "eventProcessing.pruneStatePersistence": true },
    ],
    ["installPackages", "install a JDK yourself", { installPackages: true }],
    ["spark.symbolicLink", "spark.makeSymbolicLink false", { "spark.symbolicLink": "/opt/link" }],
    [
      "deploymentSynchronizer.libraries",
      "yourself",
      {
        deploymentSynchronizer: {
          svnUrl: "https://svn/r",
          libraries: { svnKit: { path: "svnkit.jar", sha256: "0".repeat(64) } },
        },
      },
    ],
    ["carbonApps", "deploy them yourself", { carbonApps: { files: ["alerts.car"] } }],
    ["service.manager", "leave it out", { "service.manager": "systemd" }],
    ["service.heapMegabytes", "leave it out", { "service.heapMegabytes": 2048 }],
    ["service.stopOnDestroy", "leave it out", { "service.stopOnDestroy": true }],
    ["rollout.limit", "leave it out", { "rollout.limit": "fullStop" }],
    ["rollout.force", "leave it out", { "rollout.force": true }],
    ["allowFullStop", "leave it out", { allowFullStop: true }],
    ["force", "leave it out", { force: true }],
  ] as const
).map(([place, words, changes]) => [place, words, { ...changes, "service.manage": false }]);

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

/** What is wrong with a value, and where; in the other places it is right. */
const wrongPasswords: [value: string, words: string, places: string[]][] = [
  [`${secret}'`, "ends the password", inSql],
  [`${secret}\\`, "swallows", inSql],
  [`${secret}\${x}`, "replaces by the value of a variable", inFiles],
  [` ${secret}`, "white space", inFiles],
  [`${secret} `, "white space", inFiles],
  [`${secret}\u0007x`, "control characters", Object.keys(passwordPlaces)],
  [`${secret}\nx`, "control characters", Object.keys(passwordPlaces)],
  [`${secret}\ud800x`, "control characters", Object.keys(passwordPlaces)],
  ["", "empty", Object.keys(passwordPlaces)],
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
      .filter(([, , places]) => places.includes(place))
      .map(([value, words]): Row => [place, words, changes(value)]),
  ),
];

describe("a wrong input", () => {
  for (const [place, words, changes] of rows) {
    it(`is reported at ${place} (${words}): ${JSON.stringify(changes).slice(0, 80)}`, () => {
      const problems = validate(change(smallestDescription, changes));
      expect(problems.map((problem) => problem.place)).toEqual([place]);
      const line = formatProblems(problems);
      expect(line).toContain(words);
      expect(line).not.toContain("S3cret");
      expect(line.split("\n")).toHaveLength(1);
      expect(line.length).toBeLessThan(400);
    });
  }

  it("with ten problems gives ten lines", () => {
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
    expect(problems.map((problem) => problem.place).sort()).toEqual([
      "database.characterSets.eventStore",
      "database.host",
      "database.password",
      "database.username",
      "nodes[0].address",
      "nodes[1].address",
      "nodes[1].hom",
      "ports.hazelcast",
      "product.home",
      "product.profile",
    ]);
    expect(formatProblems(problems).split("\n")).toHaveLength(10);
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
      wrongPasswords.filter(([, , places]) => !places.includes(place)).map(([value]) => changes(value)),
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
