import { ProblemCode } from "../problemKinds";
import { quoted, type Rule } from "./shape";

/**
 * Where the product is, or a symbolic link to it. The product's own scripts use the path without quotes
 * (`. $CARBON_HOME/bin/load-spark-env-vars.sh`), so nothing may stand in it that a shell would read.
 */
export const home: Rule<string> = (value) => {
  if (value.length > 1 && value.endsWith("/")) {
    return {
      code: ProblemCode.InvalidValue,
      problem: `${quoted(value)} ends with /`,
      remedy: "leave the last / out",
    };
  }
  return linkPath(value);
};

/** As `home`; the specification writes the link with a `/` at its end. */
export const linkPath: Rule<string> = (value) => {
  if (!value.startsWith("/")) {
    return {
      code: ProblemCode.InvalidValue,
      problem: `${quoted(value)} is no absolute path of a Linux host`,
      remedy: "start it with /",
    };
  }
  if (value === "/")
    return {
      code: ProblemCode.InvalidValue,
      problem: "/ holds the whole host",
      remedy: "give the product's own folder",
    };
  if (!/^[A-Za-z0-9._+/-]+$/.test(value)) {
    return {
      code: ProblemCode.InvalidValue,
      problem: `${quoted(value)} has white space or characters that the product's shell scripts would read`,
      remedy: "use only A-Z a-z 0-9 . _ + - /",
    };
  }
  return unclean(value.slice(1).replace(/\/$/, "")) ? notClean(value) : undefined;
};

/** A path in the product home. */
export const pathInHome: Rule<string> = (value) => {
  if (value.includes("\\"))
    return {
      code: ProblemCode.InvalidValue,
      problem: `${quoted(value)} has \\`,
      remedy: "separate folders by /",
    };
  if (value.startsWith("/"))
    return {
      code: ProblemCode.InvalidValue,
      problem: `${quoted(value)} is absolute`,
      remedy: "give the path in the product home",
    };
  if (!/^[A-Za-z0-9._+/-]+$/.test(value)) {
    return {
      code: ProblemCode.InvalidValue,
      problem: `${quoted(value)} is no path in the product home`,
      remedy: "use only A-Z a-z 0-9 . _ + - /",
    };
  }
  return unclean(value) ? notClean(value) : undefined;
};

export const scriptPath: Rule<string> = (value) =>
  pathInHome(value) ??
  (value.endsWith(".sql")
    ? undefined
    : {
        code: ProblemCode.InvalidValue,
        problem: `${quoted(value)} is no SQL script`,
        remedy: "give a .sql file",
      });

/** A folder of the home that may lie elsewhere: one that holds what is kept, not what is installed or rendered. */
export const movableFolder: Rule<string> = (value) => {
  const wrong = pathInHome(value);
  if (wrong !== undefined) return wrong;
  const kept = ["repository/data", "repository/deployment", "repository/resources", "repository/logs"];
  if ([...kept, "cep_persistence"].some((folder) => value === folder || value.startsWith(`${folder}/`))) {
    return undefined;
  }
  return {
    code: ProblemCode.InvalidValue,
    problem: `${quoted(value)} holds nothing that outlives an installation`,
    remedy: `give ${kept.join(", ")}, cep_persistence or a folder in one of them`,
  };
};

/** A collection in the registry database, below its root. */
export const registryPath: Rule<string> = (value) => {
  if (!/^(\/[A-Za-z0-9._+-]+)+$/.test(value)) {
    return {
      code: ProblemCode.InvalidValue,
      problem: `${quoted(value)} is no path of a registry`,
      remedy: "give one such as /_system/config, of A-Z a-z 0-9 . _ + - between the slashes",
    };
  }
  return unclean(value.slice(1)) ? notClean(value) : undefined;
};

const editable = [".xml", ".properties", ".conf"];

/** A file that an override can edit, and that is the deployment's to edit. */
export const overrideFile: Rule<string> = (value) => {
  const wrong = pathInHome(value);
  if (wrong !== undefined) return wrong;
  if (value.startsWith("repository/data/") || value.endsWith("my-node-id.dat")) {
    return {
      code: ProblemCode.InvalidValue,
      problem: `${quoted(value)} is the node's own: it says who the node is and what it holds`,
      remedy: "leave it to the product",
    };
  }
  if (!editable.some((extension) => value.endsWith(extension))) {
    return {
      code: ProblemCode.InvalidValue,
      problem: `${quoted(value)} is of no kind that can be edited`,
      remedy: `give a file ending in ${editable.join(", ")}`,
    };
  }
  return undefined;
};

function unclean(path: string): boolean {
  return path.split("/").some((segment) => segment === "" || segment === "." || segment === "..");
}

function notClean(value: string) {
  return {
    code: ProblemCode.InvalidValue,
    problem: `${quoted(value)} has an empty, . or .. part`,
    remedy: "write the path out",
  };
}
