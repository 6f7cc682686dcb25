import * as pulumi from "@pulumi/pulumi";
import { ProblemCode } from "../description";
import { supportsHooks } from "../program";

/**
 * For databases that are taken over: what the engine imports with another character set than the declared one it would change
 * to that in the same update.
 */
export function adoptionHooks(name: string): pulumi.ResourceHook[] {
  if (!supportsHooks()) return [];
  const refuse = ({ oldOutputs = {}, newInputs = {} }: pulumi.ResourceHookArgs) => {
    const { name: database, defaultCharacterSet: found, defaultCollation } = oldOutputs;
    // A preview that does not know MySQL yet, as before a restore on AWS, has read nothing.
    if (database === undefined) return;
    if (
      olderName(found) === newInputs.defaultCharacterSet &&
      olderName(defaultCollation) === newInputs.defaultCollation
    )
      return;
    throw new Error(
      `database.adopt: ${database} is there with ${found} (${defaultCollation}), and ${newInputs.defaultCharacterSet} (${newInputs.defaultCollation}) is declared; give what it has in database.characterSets, or change it with ALTER DATABASE first. Nothing was changed in it (${ProblemCode.AdoptedDatabase})`,
    );
  };
  return [new pulumi.ResourceHook(`${name}-adopted`, refuse, { onDryRun: true })];
}

/** MySQL calls utf8 by its longer name since 8.0.30. */
function olderName(name: unknown): string {
  return String(name).replace(/^utf8mb3/, "utf8");
}

/** For users: what MySQL says of one that is there already, or gone already, does not tell what to do. */
export function userErrorHooks(name: string): pulumi.ErrorHook[] {
  if (!supportsHooks()) return [];
  const explain = ({ errors: [error = ""] }: pulumi.ErrorHookArgs) => {
    if (error.includes("Operation CREATE USER failed")) {
      throw new Error(
        `${error}: this user is in MySQL already, perhaps since a destroy that retained it; give another database.username, or drop it first (docs/databases.md)`,
      );
    }
    return false;
  };
  return [new pulumi.ErrorHook(`${name}-users`, explain)];
}
