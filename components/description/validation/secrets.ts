import { isSecretParameter } from "../mapSecrets";
import type { Problem } from "../problem";
import { ProblemCode } from "../problemKinds";
import type { Known } from "./known";
import { type Rule, shownKey } from "./shape";
import { hasUnwritable, substituted } from "./values";

/** Shorter ones are not masked on the nodes (`scripts/mask.sh`): they stand in too many words. */
const leastLength = 4;

/** For every secret. An empty one is not masked either, and its own rule says if it may be empty. */
const longEnough: Rule<string> = (value) =>
  value === "" || [...value].length >= leastLength
    ? undefined
    : {
        code: ProblemCode.UnusableSecret,
        problem: `has fewer than ${leastLength} characters, and a secret that short is not masked in log lines and differences`,
        remedy: `choose one of ${leastLength} characters or more`,
      };

/** A password that is only given to another program. No message ever quotes a password. */
export const password: Rule<string> = (value) => {
  if (value === "")
    return { code: ProblemCode.UnusableSecret, problem: "is empty", remedy: "give a password" };
  if (hasUnwritable(value)) {
    return {
      code: ProblemCode.UnusableSecret,
      problem: "has control characters",
      remedy: "choose a password without them",
    };
  }
  return longEnough(value);
};

/** A password in the product's files: there `${name}` is replaced, and some values are trimmed. */
export const productPassword: Rule<string> = (value) => {
  if (value.trim() !== value) {
    return {
      code: ProblemCode.UnusableSecret,
      problem: "starts or ends with white space, which the product trims in some of its files",
      remedy: "choose a password without it",
    };
  }
  return (
    password(value) ??
    (value.includes("${") ? { ...substituted, code: ProblemCode.UnusableSecret } : undefined)
  );
};

/**
 * The password of a MySQL user that is made. Measured: the MySQL provider concatenates its SQL, so `'` ends the
 * password and the error prints its tail, and `\` is swallowed, so that the login fails later.
 */
export const sqlPassword: Rule<string> = (value) => {
  if (value.includes("'")) {
    return {
      code: ProblemCode.UnusableSecret,
      problem:
        "has ', which ends the password in the SQL of the MySQL provider and shows the rest in its error",
      remedy: "choose a password without '",
    };
  }
  if (value.includes("\\")) {
    return {
      code: ProblemCode.UnusableSecret,
      problem: "has \\, which the MySQL provider's SQL swallows, so that logging in fails later",
      remedy: "choose a password without \\",
    };
  }
  return password(value);
};

/** The password of the MySQL user that the product logs in with: made by SQL, and in the product's files. */
export const runtimePassword: Rule<string> = (value) => sqlPassword(value) ?? productPassword(value);

/** The key's own text, as OpenSSH and OpenSSL write it; white space around it is left out where it is used. */
export const privateKey: Rule<string> = (value) =>
  /^-----BEGIN ([A-Z]+ )?PRIVATE KEY-----\r?\n[\s\S]+\n-----END ([A-Z]+ )?PRIVATE KEY-----$/.test(
    value.trim(),
  )
    ? undefined
    : {
        code: ProblemCode.UnusableSecret,
        problem: "is no private key in OpenSSH or PEM form",
        remedy:
          "give the text of the key file, from -----BEGIN to -----END and with its line ends, not its path",
      };

/**
 * A host's public key as in authorized_keys, which is also what stands in `/etc/ssh/ssh_host_*_key.pub`, there with a line
 * end; white space around it is left out where it is used. No RSA key: the
 * command plugin asks for its old signature only, which today's OpenSSH refuses (measured).
 */
export const hostKey: Rule<string> = (value) =>
  /^(ssh-ed25519|ecdsa-sha2-nistp(256|384|521)) AAAA[A-Za-z0-9+/]{20,}={0,3}( [^\r\n]*)?$/.test(value.trim())
    ? undefined
    : {
        code: ProblemCode.UnusableSecret,
        problem: "is no ed25519 or ECDSA public key in authorized_keys form",
        remedy:
          "give `ssh-ed25519 AAAA...` without a host name before it, as ssh-keyscan prints after the name",
      };

/** A passphrase goes to the SSH client alone. (`ssh-keygen` makes none of fewer than 5 characters.) */
export const passphrase: Rule<string> = (value) =>
  value === ""
    ? {
        code: ProblemCode.UnusableSecret,
        problem: "is empty",
        remedy: "leave it out for a key without a passphrase",
      }
    : longEnough(value);

/** The secrets that the name of a JDBC parameter or the mark of an override makes one. */
export function checkMarkedSecrets({ description }: Known): Problem[] {
  const { overrides = [] } = description;
  const parameters = (["database", "statisticsDatabase"] as const).flatMap((key) =>
    Object.entries(description[key]?.jdbcParameters ?? {})
      .filter(([name]) => isSecretParameter(name))
      .map(([name, value]) => [`${key}.jdbcParameters.${shownKey(name)}`, value] as const),
  );
  const values = overrides.flatMap((override, index) =>
    override?.secret === true ? [[`overrides[${index}].value`, override.value] as const] : [],
  );
  return [...parameters, ...values].flatMap(([place, value]) => {
    const wrong = value === undefined ? undefined : longEnough(value);
    return wrong === undefined ? [] : [{ place, ...wrong }];
  });
}
