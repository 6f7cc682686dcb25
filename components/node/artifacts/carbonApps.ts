import { DescriptionError } from "../../description";
import { type CarbonApp, readCarbonApp } from "./readCarbonApp";

/**
 * The C-Apps of a description.
 *
 * @throws DescriptionError with every file that is no C-App
 */
export async function readCarbonApps(files: readonly string[]): Promise<CarbonApp[]> {
  const read = await Promise.allSettled(
    files.map((file, index) => readCarbonApp(file, `carbonApps.files[${index}]`)),
  );
  const problems = read.flatMap((result) => {
    if (result.status === "fulfilled") return [];
    if (result.reason instanceof DescriptionError) return result.reason.problems;
    throw result.reason;
  });
  if (problems.length > 0) throw new DescriptionError(problems);
  return read.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
}

/** What works otherwise than its author thought. */
export function carbonAppWarnings(apps: readonly CarbonApp[]): string[] {
  return apps.flatMap(({ path, ignoredKeys: [first, ...more] }) => {
    if (first === undefined) return [];
    const where = more.length === 0 ? first : `${first} and ${more.length} more of its files`;
    return [
      `${path} has event.duplicated.in.cluster in ${where}, which the product ignores: it reads ` +
        "events.duplicated.in.cluster; write events, or leave the property out.",
    ];
  });
}
