import { isIPv6 } from "node:net";
import { ProblemCode } from "../problemKinds";
import { parseAddress } from "./addresses";
import { quoted, type Rule, shownKey } from "./shape";
import { plainText } from "./values";

/** A database's name: what needs no quoting anywhere. `_` is escaped where GRANT takes it for a wildcard. */
export const databaseName: Rule<string> = (value) => {
  if (!/^[A-Za-z0-9_]{1,64}$/.test(value)) {
    return {
      code: ProblemCode.InvalidValue,
      problem: `${quoted(value)} is no database name`,
      remedy: "give 1 to 64 of A-Z a-z 0-9 _",
    };
  }
  if (["mysql", "information_schema", "performance_schema", "sys"].includes(value.toLowerCase())) {
    return {
      code: ProblemCode.InvalidValue,
      problem: `${value} is a database of MySQL itself`,
      remedy: "choose another name",
    };
  }
  return undefined;
};

/** A user's name: the MySQL provider puts it into its SQL, and the product takes `@` for the end of it. */
export const userName: Rule<string> = (value) => {
  if (!/^[A-Za-z0-9_.-]+$/.test(value)) {
    return {
      code: ProblemCode.InvalidValue,
      problem: `${quoted(value)} is no user name that is safe in SQL`,
      remedy: "give only A-Z a-z 0-9 _ . -",
    };
  }
  if (value.length > 32) {
    return {
      code: ProblemCode.OutOfRange,
      problem: `the name has ${value.length} characters`,
      remedy: "give at most 32, MySQL's limit; before MySQL 5.7 the limit is 16",
    };
  }
  return undefined;
};

/** A host name or an IPv4 address, where both may stand. */
export const host: Rule<string> = (value) => {
  if (value.includes(":")) {
    return {
      code: ProblemCode.InvalidValue,
      problem: `${quoted(value)} is an IPv6 address, or a host with a port; the product's URLs need host and port apart`,
      remedy: "give a host name or an IPv4 address here, and a port under its own key",
    };
  }
  return isHost(value) ? undefined : noHost(value);
};

/** As `host`, or an IPv6 address: only SSH and the deployer's own connections dial it. */
export const dialledHost: Rule<string> = (value) =>
  isHost(value) || isIPv6(value) ? undefined : noHost(value);

function noHost(value: string) {
  return {
    code: ProblemCode.InvalidValue,
    problem: `${quoted(value)} is neither a host name nor an address`,
    remedy: "give one of the two",
  };
}

function isHost(value: string): boolean {
  if (/^[0-9.]*$/.test(value)) return parseAddress(value) !== undefined;
  return value.length <= 253 && value.split(".").every(isLabel);
}

function isLabel(label: string): boolean {
  return /^[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$/.test(label);
}

const netmasks = ["255.0.0.0", "255.255.0.0", "255.255.255.0", "255.255.255.255"];

/** The host part of a MySQL account, as the server matches it against a client's address or name. */
export const clientHost: Rule<string> = (value) => {
  if (value.length > 60)
    return {
      code: ProblemCode.OutOfRange,
      problem: `${quoted(value)} is too long`,
      remedy: "give at most 60 characters",
    };
  if (value.includes("/")) return clientNetwork(value);
  if (value.toLowerCase() === "localhost") {
    return {
      code: ProblemCode.InvalidValue,
      problem: "localhost is MySQL's name for its own socket, which no node comes from",
      remedy: "give the address that the server sees",
    };
  }
  if (value.includes("_")) {
    return {
      code: ProblemCode.InvalidValue,
      problem: `${quoted(value)} has _, which stands for any one character`,
      remedy: "give an address, or % for the part that varies",
    };
  }
  if (/^[0-9.]+[0-9]%/.test(value)) {
    return {
      code: ProblemCode.InvalidValue,
      problem: `${quoted(value)} also matches longer numbers`,
      remedy: "put a dot before %, as in 10.0.%",
    };
  }
  const names = value.replaceAll("%", "any");
  if (/^[0-9.]+%$/.test(value) || value === "%" || isHost(names)) return undefined;
  return {
    code: ProblemCode.InvalidValue,
    problem: `${quoted(value)} is no client host`,
    remedy: "give an address, a name, 10.0.%, 10.0.0.0/255.255.0.0 or %",
  };
};

function clientNetwork(value: string) {
  const [network = "", mask = "", ...more] = value.split("/");
  const bytes = parseAddress(network);
  const maskBytes = parseAddress(mask);
  if (bytes === undefined || !netmasks.includes(mask) || more.length > 0 || maskBytes === undefined) {
    return {
      code: ProblemCode.InvalidValue,
      problem: `${quoted(value)} is no network that every MySQL version matches`,
      remedy: "write the mask out, with 8, 16, 24 or 32 bits: 10.0.0.0/255.255.0.0",
    };
  }
  if (bytes.some((byte, index) => (byte & ~(maskBytes[index] ?? 0)) !== 0)) {
    return {
      code: ProblemCode.InvalidValue,
      problem: `${quoted(value)} matches no address`,
      remedy: "put 0 where the mask has 0",
    };
  }
  return undefined;
}

export const clusterDomain: Rule<string> = (value) =>
  /^[A-Za-z0-9._-]{1,128}$/.test(value)
    ? undefined
    : {
        code: ProblemCode.InvalidValue,
        problem: `${quoted(value)} is no cluster domain`,
        remedy: "give only A-Z a-z 0-9 . _ -",
      };

/** A login on a Linux host. */
export const login: Rule<string> = (value) =>
  /^[A-Za-z0-9_][A-Za-z0-9_.@-]*\$?$/.test(value)
    ? undefined
    : {
        code: ProblemCode.InvalidValue,
        problem: `${quoted(value)} is no login name`,
        remedy: "give the user that SSH logs in as",
      };

export const jdbcKey: Rule<string> = (key) => {
  if (!/^[A-Za-z][A-Za-z0-9.]*$/.test(key)) {
    return {
      code: ProblemCode.InvalidValue,
      problem: `${shownKey(key)} is no JDBC parameter`,
      remedy: "give the name as Connector/J's manual has it",
    };
  }
  if (/^(user|password)$/i.test(key)) {
    return {
      code: ProblemCode.InvalidValue,
      problem: `${key} would stand in a URL that is shown`,
      remedy: "leave it out; logins have arguments of their own",
    };
  }
  return undefined;
};

export const jdbcValue: Rule<string> = (value) => (value === "" ? undefined : plainText(value));

/** Where the deployment synchronizer keeps its artifacts. The URL is shown, so it may hold no login. */
export const svnUrl: Rule<string> = (value) => {
  if (!/^(https?|svn|svn\+ssh|file):\/\/[^\s]+$/.test(value)) {
    return {
      code: ProblemCode.InvalidValue,
      problem: "is no Subversion URL",
      remedy: "start it with http://, https://, svn://, svn+ssh:// or file://",
    };
  }
  // A password may hold a slash, so an @ wherever it stands may end one.
  if (value.includes("@")) {
    return {
      code: ProblemCode.InvalidValue,
      problem: "has @, before which a login may stand",
      remedy: "give the login as svnUser and svnPassword, and write an @ of the path as %40",
    };
  }
  return plainText(value);
};

/** Not quoted: it may hold a login. */
export const proxy: Rule<string> = (value) =>
  /^socks5h?:\/\/[^\s]*:\d+$/.test(value)
    ? undefined
    : {
        code: ProblemCode.InvalidValue,
        problem: "is no proxy of the MySQL provider",
        remedy: "give socks5://host:port or socks5h://host:port",
      };

/** As the product makes it, a UUID; it stands alone in its file. */
export const nodeId: Rule<string> = (value) =>
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(value)
    ? undefined
    : {
        code: ProblemCode.InvalidValue,
        problem: `${quoted(value)} is no id of a node`,
        remedy: "give the content of the lost node's my-node-id.dat, from the output nodeIds",
      };
